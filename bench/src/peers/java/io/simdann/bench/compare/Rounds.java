package io.simdann.bench.compare;

import io.simdann.bench.compare.Trial.Entry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Lets contenders take turns in one JVM. A shared machine has slow seconds; contenders that take
 * turns of a tenth of a second meet the same ones, so the ratios of one round say more than times
 * that were measured one contender after the other.
 */
final class Rounds {
  /** Calls after which results are compared: a wrong step shows in the next. */
  private static final int CHECKED_CALLS = 3;

  /** For threads of the turn before that still spin: MKL's and OpenBLAS's do for some 20 ms. */
  private static final long PAUSE_MILLIS = 40;

  /** A call that takes longer needs no other to wake its threads and fill the caches. */
  private static final long LONG_CALL_NANOS = 200_000_000L;

  /** So that a table stays readable where a message lists a whole path. */
  private static final int LONGEST_REASON = 100;

  private final Pace pace;
  private final RoundTrip roundTrip = new RoundTrip();

  Rounds(Pace pace) {
    this.pace = pace;
  }

  Pace pace() {
    return pace;
  }

  /** The mean nanoseconds of one call, round by round. */
  Trial play(Match match) throws InterruptedException {
    return play(match, List.of(new Figure("", match.goal())), Rounds::mean).get(0);
  }

  /**
   * Two trials: the median and the 99th percentile of single calls, round by round.
   *
   * @param match whose goal is the median's
   * @param percentileGoal the 99th percentile's
   */
  List<Trial> playLatency(Match match, Goal percentileGoal) throws InterruptedException {
    List<Figure> figures =
        List.of(new Figure(", p50", match.goal()), new Figure(", p99", percentileGoal));
    return play(match, figures, Rounds::percentiles);
  }

  /**
   * What becomes a trial of its own.
   *
   * @param suffix of the match's name
   * @param goal what is to be reached
   */
  private record Figure(String suffix, Goal goal) {}

  /** What one turn is summed up by. */
  @FunctionalInterface
  private interface Turn {
    double[] nanos(Contender contender, int calls) throws Exception;
  }

  private static double[] mean(Contender contender, int calls) throws Exception {
    return new double[] {contender.time(calls) / (double) calls};
  }

  private static double[] percentiles(Contender contender, int calls) throws Exception {
    double[] nanos = new double[calls];
    for (int i = 0; i < calls; i++) {
      nanos[i] = contender.time(1);
    }
    Arrays.sort(nanos);
    return new double[] {Quartiles.quantile(nanos, 0.5), Quartiles.quantile(nanos, 0.99)};
  }

  private List<Trial> play(Match match, List<Figure> figures, Turn turn)
      throws InterruptedException {
    System.err.printf(Locale.ROOT, "%s: %s%n", match.measure(), match.name());
    List<Player> players = new ArrayList<>();
    for (Entrant entrant : match.entrants()) {
      players.add(new Player(entrant, figures.size()));
    }
    try {
      prepare(players, match);
      int rounds = Math.min(pace.rounds(), match.mostRounds());
      double distance = distanceAfterPause();
      for (int round = 0; round < rounds; round++) {
        // Who begins changes, so that nobody always follows the same other.
        for (int i = 0; i < players.size(); i++) {
          Player player = players.get((round + i) % players.size());
          if (player.isIn()) {
            player.takeTurn(turn);
            double before = distance;
            distance = distanceAfterPause();
            player.roundTrips.add(Math.max(before, distance));
          }
        }
      }
    } finally {
      players.forEach(Player::close);
    }
    List<Trial> trials = new ArrayList<>();
    for (int figure = 0; figure < figures.size(); figure++) {
      List<Entry> entries = new ArrayList<>();
      for (Player player : players) {
        entries.add(player.entry(figure));
      }
      String name = match.name() + figures.get(figure).suffix();
      Goal goal = figures.get(figure).goal();
      trials.add(new Trial(match.measure(), name, Trial.NANOSECONDS, match.flop(), goal, entries));
    }
    return trials;
  }

  /** The processors' round trip between two turns, once the threads of the first one sleep. */
  private double distanceAfterPause() throws InterruptedException {
    Thread.sleep(PAUSE_MILLIS);
    return roundTrip.nanos();
  }

  private void prepare(List<Player> players, Match match) {
    float[] expected = {};
    for (Player player : players) {
      float[] result = player.openAndCompute();
      if (expected.length == 0) {
        expected = result;
      } else if (result.length > 0) {
        player.require(result, expected, match.tolerance());
      }
    }
    players.forEach(player -> player.warmUp(pace));
  }

  /** An entrant in the course of a match; drops out at the first failure, with the reason. */
  private static final class Player {
    private final Entrant entrant;
    private final List<List<Double>> samples = new ArrayList<>();
    private final List<Double> roundTrips = new ArrayList<>();
    private Contender contender;
    private String version = "";
    private String failure = "";
    private int callsPerTurn = 1;
    private boolean longCalls;

    Player(Entrant entrant, int figures) {
      this.entrant = entrant;
      for (int figure = 0; figure < figures; figure++) {
        samples.add(new ArrayList<>());
      }
    }

    float[] openAndCompute() {
      try {
        contender = entrant.opening().open();
        version = contender.version();
        if (!contender.warmsUp()) {
          return new float[0];
        }
        contender.beginTurn();
        contender.time(CHECKED_CALLS);
        return contender.result();
      } catch (Exception | LinkageError e) {
        drop(e.toString());
        return new float[0];
      }
    }

    void require(float[] result, float[] expected, double tolerance) {
      double largest = 0;
      for (float value : expected) {
        largest = Math.max(largest, Math.abs(value));
      }
      boolean same = result.length == expected.length;
      for (int i = 0; same && i < result.length; i++) {
        same = Math.abs(result[i] - expected[i]) <= tolerance * largest;
        if (!same) {
          drop(String.format(Locale.ROOT, "element %d is %s, not %s", i, result[i], expected[i]));
        }
      }
      if (result.length != expected.length) {
        drop(String.format(Locale.ROOT, "%d results, not %d", result.length, expected.length));
      }
    }

    void warmUp(Pace pace) {
      if (!isIn() || !contender.warmsUp()) {
        return;
      }
      try {
        contender.beginTurn();
        int calls = 1;
        long last = contender.time(1);
        for (long spent = last; spent < pace.warmUpNanos(); spent += last) {
          calls = (int) Math.max(1, Math.min(2L * calls, calls * pace.turnNanos() / last));
          last = Math.max(1, contender.time(calls));
        }
        callsPerTurn = (int) Math.max(1, Math.round(calls * (double) pace.turnNanos() / last));
        longCalls = last / calls > LONG_CALL_NANOS;
      } catch (Exception | LinkageError e) {
        drop(e.toString());
      }
    }

    void takeTurn(Turn turn) {
      try {
        contender.beginTurn();
        if (contender.warmsUp() && !longCalls) {
          contender.time(1);
        }
        double[] nanos = turn.nanos(contender, callsPerTurn);
        for (int figure = 0; figure < nanos.length; figure++) {
          samples.get(figure).add(nanos[figure]);
        }
      } catch (Exception | LinkageError e) {
        drop(e.toString());
      }
    }

    Entry entry(int figure) {
      return failure.isEmpty()
          ? Entry.measured(entrant, version, array(samples.get(figure)), array(roundTrips))
          : Entry.notMeasured(entrant, failure);
    }

    private static double[] array(List<Double> values) {
      return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    void close() {
      if (contender != null) {
        contender.close();
      }
    }

    private boolean isIn() {
      return failure.isEmpty();
    }

    private void drop(String reason) {
      failure = reason.lines().findFirst().orElse("no reason given");
      failure = failure.substring(0, Math.min(failure.length(), LONGEST_REASON));
      System.err.printf(Locale.ROOT, "%s: not measured: %s%n", entrant.library(), failure);
    }
  }
}
