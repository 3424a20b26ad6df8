package io.simdann.spark;

import picocli.CommandLine.IVersionProvider;

/** The program's version, from the jar's manifest. */
final class ProgramVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    String number = ProgramVersion.class.getPackage().getImplementationVersion();
    return new String[] {"Simdann on Spark " + (number == null ? "(not from a jar)" : number)};
  }
}
