package io.simdann.cli;

import io.simdann.train.TrainingRun;
import java.util.function.Supplier;

/** Shows nothing: whoever asked for quiet finds all there is in the files. */
final class SilentDisplay implements TrainingDisplay {

  @Override
  public void start(Supplier<TrainingRun.Progress> progress) {}

  @Override
  public void print(String line) {}

  @Override
  public void finish() {}

  @Override
  public void abandon() {}

  @Override
  public void erase() {}
}
