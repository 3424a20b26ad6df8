package io.simdann.cli;

import picocli.CommandLine.IVersionProvider;

/** The program's version, from the jar's manifest. */
final class ProgramVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    return new String[] {"Simdann " + number()};
  }

  /** Returns the number alone. */
  static String number() {
    String number = ProgramVersion.class.getPackage().getImplementationVersion();
    return number == null ? "(not from a jar)" : number;
  }
}
