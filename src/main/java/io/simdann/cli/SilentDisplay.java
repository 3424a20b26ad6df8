package io.simdann.cli;

import io.simdann.train.History;

/** Shows nothing: whoever asked for quiet finds all there is in the files. */
final class SilentDisplay implements TrainingDisplay {

  @Override
  public void start() {}

  @Override
  public void print(String line) {}

  @Override
  public void epochFinished(History.Entry entry) {}

  @Override
  public void finish() {}

  @Override
  public void abandon() {}
}
