package io.simdann.bench.compare;

import java.nio.file.Path;
import java.util.List;

/** The main class of a JVM that runs one part of a measure. */
final class MeasureProcess {

  /** Arguments: the measure, the number of its part, FULL or QUICK, the file for the results. */
  public static void main(String[] arguments) throws Exception {
    // The table alone goes to the standard output; some peers talk when they are loaded.
    System.setOut(System.err);
    Measure measure = Measure.valueOf(arguments[0]);
    int part = Integer.parseInt(arguments[1]);
    boolean quick = arguments[2].equals("QUICK");
    List<Trial> trials = measure.run(part, new Rounds(quick ? Pace.QUICK : Pace.FULL));
    ResultFile.write(
        Path.of(arguments[3]), new ResultFile.Content(Machine.here(), quick, List.of(), trials));
    // Threads of native libraries and thread pools of peers must not keep the JVM alive.
    System.exit(0);
  }

  private MeasureProcess() {}
}
