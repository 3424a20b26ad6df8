package io.simdann.bench.compare;

import java.util.List;
import java.util.stream.Stream;

/** What is compared. Each measure runs in JVMs of its own, one for each of its parts. */
enum Measure {
  P1("training iteration, full batch, 2 threads", 2) {
    @Override
    List<Trial> run(int part, Rounds rounds) throws Exception {
      return TrainingMeasure.fullBatch(name(), threads(part), rounds);
    }
  },
  P2("training iteration, full batch, 1 thread", 1) {
    @Override
    List<Trial> run(int part, Rounds rounds) throws Exception {
      return TrainingMeasure.fullBatch(name(), threads(part), rounds);
    }
  },
  P3("whole job", 2) {
    @Override
    List<Trial> run(int part, Rounds rounds) throws Exception {
      return MainJobMeasure.whole(name(), threads(part), rounds);
    }
  },
  P4("first iteration after the start of the JVM", 2) {
    @Override
    List<Trial> run(int part, Rounds rounds) throws Exception {
      return MainJobMeasure.firstIteration(name(), threads(part), rounds);
    }
  },
  P5("sgemm", 1, 2) {
    @Override
    List<Trial> run(int part, Rounds rounds) throws Exception {
      return SgemmMeasure.run(name(), threads(part), new Rounds(rounds.pace().brisk()));
    }
  },
  P6("training step, small batches", 2, 2, 2, 2, 2, 2) {
    @Override
    List<Trial> run(int part, Rounds rounds) throws Exception {
      return TrainingMeasure.miniBatch(name(), part, rounds);
    }
  },
  P7("training step, wide network", 2) {
    @Override
    List<Trial> run(int part, Rounds rounds) throws Exception {
      return TrainingMeasure.wide(name(), rounds);
    }
  },
  P8("prediction", 2) {
    @Override
    List<Trial> run(int part, Rounds rounds) throws Exception {
      return PredictionMeasure.run(name(), rounds);
    }
  },
  P9("scaling", 2) {
    @Override
    List<Trial> run(int part, Rounds rounds) throws Exception {
      return TrainingMeasure.scaling(name(), rounds);
    }
  },
  P10("memory", 2) {
    @Override
    List<Trial> run(int part, Rounds rounds) throws Exception {
      return MainJobMeasure.memory(name(), threads(part), rounds);
    }
  },
  P11("training iteration, dense data", 2, 2) {
    @Override
    List<Trial> run(int part, Rounds rounds) throws Exception {
      return part == 0
          ? TrainingMeasure.fashion(name(), threads(part), rounds)
          : TrainingMeasure.normal(name(), threads(part), rounds);
    }
  },
  P12("training step, tables of floats", 2, 2, 2, 2, 2, 2) {
    @Override
    List<Trial> run(int part, Rounds rounds) throws Exception {
      return TableMeasure.run(name(), part, rounds);
    }
  },
  P13("time to an accuracy", 2) {
    @Override
    List<Trial> run(int part, Rounds rounds) throws Exception {
      return AccuracyMeasure.run(name(), threads(part), rounds);
    }
  },
  P14("training step, relu and Adam", 2, 2, 2, 1) {
    @Override
    List<Trial> run(int part, Rounds rounds) throws Exception {
      return OptimizerMeasure.run(name(), part, rounds);
    }
  };

  private final String title;
  private final int[] threads;

  Measure(String title, int... threads) {
    this.title = title;
    this.threads = threads;
  }

  String title() {
    return title;
  }

  /** Each part runs in a JVM of its own. */
  int parts() {
    return threads.length;
  }

  /** The most threads that a part's libraries get. */
  int threads(int part) {
    return threads[part];
  }

  /** Runs a part of the measure, within its JVM. */
  abstract List<Trial> run(int part, Rounds rounds) throws Exception;

  static String names() {
    return Stream.of(values()).map(Measure::name).toList().toString();
  }
}
