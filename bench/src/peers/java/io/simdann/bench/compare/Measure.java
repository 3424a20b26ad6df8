package io.simdann.bench.compare;

import java.util.List;
import java.util.stream.Stream;

/** What is compared. Each measure runs in JVMs of its own, one for each number of threads. */
enum Measure {
  P1("training iteration, full batch, 2 threads", 2) {
    @Override
    List<Trial> run(int threads, Rounds rounds) throws Exception {
      return TrainingMeasure.fullBatch(name(), threads, rounds);
    }
  },
  P2("training iteration, full batch, 1 thread", 1) {
    @Override
    List<Trial> run(int threads, Rounds rounds) throws Exception {
      return TrainingMeasure.fullBatch(name(), threads, rounds);
    }
  },
  P3("whole job", 2) {
    @Override
    List<Trial> run(int threads, Rounds rounds) throws Exception {
      return MainJobMeasure.whole(name(), threads, rounds);
    }
  },
  P4("first iteration after the start of the JVM", 2) {
    @Override
    List<Trial> run(int threads, Rounds rounds) throws Exception {
      return MainJobMeasure.firstIteration(name(), threads, rounds);
    }
  },
  P5("sgemm", 1, 2) {
    @Override
    List<Trial> run(int threads, Rounds rounds) throws Exception {
      return SgemmMeasure.run(name(), threads, new Rounds(rounds.pace().brisk()));
    }
  },
  P6("training step, small batches", 2) {
    @Override
    List<Trial> run(int threads, Rounds rounds) throws Exception {
      return TrainingMeasure.miniBatch(name(), rounds);
    }
  },
  P7("training step, wide network", 2) {
    @Override
    List<Trial> run(int threads, Rounds rounds) throws Exception {
      return TrainingMeasure.wide(name(), rounds);
    }
  },
  P8("prediction", 2) {
    @Override
    List<Trial> run(int threads, Rounds rounds) throws Exception {
      return PredictionMeasure.run(name(), rounds);
    }
  },
  P9("scaling", 2) {
    @Override
    List<Trial> run(int threads, Rounds rounds) throws Exception {
      return TrainingMeasure.scaling(name(), rounds);
    }
  },
  P10("memory", 2) {
    @Override
    List<Trial> run(int threads, Rounds rounds) throws Exception {
      return MainJobMeasure.memory(name(), threads, rounds);
    }
  },
  P11("training iteration, dense data", 2) {
    @Override
    List<Trial> run(int threads, Rounds rounds) throws Exception {
      return TrainingMeasure.dense(name(), threads, rounds);
    }
  };

  private final String title;
  private final int[] processes;

  Measure(String title, int... processes) {
    this.title = title;
    this.processes = processes;
  }

  String title() {
    return title;
  }

  /** For each JVM that the measure takes, the number of threads that native libraries get. */
  int[] processes() {
    return processes.clone();
  }

  /** Runs the measure, within one of its JVMs. */
  abstract List<Trial> run(int threads, Rounds rounds) throws Exception;

  static String names() {
    return Stream.of(values()).map(Measure::name).toList().toString();
  }
}
