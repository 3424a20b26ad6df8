package io.simdann.bench.compare;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The result of a match.
 *
 * @param measure the measure it belongs to, such as P1
 * @param name the job in a few words
 * @param unit of the samples
 * @param flop floating-point operations of one call, a multiply-add as two; 0 if uncounted
 * @param goal what is to be reached
 * @param entries one per entrant
 */
record Trial(
    String measure, String name, String unit, double flop, Goal goal, List<Entry> entries) {

  static final String NANOSECONDS = "ns";

  /**
   * What one entrant did.
   *
   * @param library the name that results go by
   * @param threads the threads that it was allowed
   * @param version the library and its version
   * @param samples one value per round, in the order of rounds; empty if not measured
   * @param roundTrips between two processors in nanoseconds, see {@link Distance}: the longer one
   *     of before and after each round's turn; empty in older results
   * @param notMeasured the reason if not measured, else empty
   */
  record Entry(
      String library,
      int threads,
      String version,
      double[] samples,
      double[] roundTrips,
      String notMeasured) {

    Entry {
      roundTrips = roundTrips == null ? new double[0] : roundTrips;
    }

    static Entry measured(Entrant entrant, String version, double[] samples, double[] roundTrips) {
      return new Entry(entrant.library(), entrant.threads(), version, samples, roundTrips, "");
    }

    static Entry notMeasured(Entrant entrant, String reason) {
      return notMeasured(entrant.library(), entrant.threads(), reason);
    }

    static Entry notMeasured(String library, int threads, String reason) {
      return new Entry(library, threads, "", new double[0], new double[0], reason);
    }

    @JsonIgnore
    boolean isMeasured() {
      return samples.length > 0;
    }

    double median() {
      return Quartiles.of(samples).median();
    }

    /** The turns before and after which the processors were at a distance. */
    Entry at(Distance distance) {
      double[] kept = new double[roundTrips.length];
      int count = 0;
      for (int round = 0; round < roundTrips.length; round++) {
        if (Distance.of(roundTrips[round]).filter(distance::equals).isPresent()) {
          kept[count++] = samples[round];
        }
      }
      return new Entry(
          library, threads, version, Arrays.copyOf(kept, count), new double[0], notMeasured);
    }
  }

  /** A trial that can't be played here. */
  static Trial notMeasured(String measure, String name, Goal goal, int threads, String reason) {
    Entry absent = Entry.notMeasured(Entrant.SIMDANN, threads, reason);
    return new Trial(measure, name, NANOSECONDS, 0, goal, List.of(absent));
  }

  /**
   * A library's fastest entry: each is taken at the number of threads that suits it best. {@link
   * Entrant#BETTER_BLAS} is the faster one of its two libraries.
   */
  Optional<Entry> best(String library) {
    return entries.stream()
        .filter(entry -> isOf(entry, library) && entry.isMeasured())
        .min(Comparator.comparingDouble(Entry::median));
  }

  private static boolean isOf(Entry entry, String library) {
    return library.equals(Entrant.BETTER_BLAS)
        ? entry.library().equals(Entrant.MKL) || entry.library().equals(Entrant.OPENBLAS)
        : entry.library().equals(library);
  }

  /**
   * The turns before and after which the processors were at a distance; entries with few such turns
   * are left out.
   *
   * @param distance how far apart they were
   * @param fewest the fewest turns of an entry
   */
  Trial at(Distance distance, int fewest) {
    List<Entry> kept =
        entries.stream()
            .map(entry -> entry.at(distance))
            .filter(entry -> entry.samples().length >= fewest)
            .toList();
    return new Trial(measure, name, unit, flop, goal, kept);
  }

  /** The libraries that took part, ours first. */
  List<String> libraries() {
    return entries.stream().map(Entry::library).distinct().toList();
  }

  /** How many times as fast as a peer we were, round by round; empty if either is missing. */
  Optional<Quartiles> timesAsFast(String peer) {
    Optional<Entry> ours = best(Entrant.SIMDANN);
    Optional<Entry> theirs = best(peer);
    if (ours.isEmpty() || theirs.isEmpty()) {
      return Optional.empty();
    }
    double[] ratios = theirs.get().samples().clone();
    for (int round = 0; round < ratios.length; round++) {
      ratios[round] /= ours.get().samples()[round];
    }
    return Optional.of(Quartiles.of(ratios));
  }
}
