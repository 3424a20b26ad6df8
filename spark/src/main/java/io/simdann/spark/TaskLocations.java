package io.simdann.spark;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which executor is to work on which partition: the one that has packed it, as long as partitions
 * are spread evenly. When executors are lost or come, partitions are dealt out anew, as few as
 * possible of them; so an executor that comes in place of a lost one gets its share, which Spark by
 * itself wouldn't give it while the tasks of the others are short.
 */
final class TaskLocations {
  private final String[] locations;
  private Set<String> executors = Set.of();

  /**
   * Nowhere yet.
   *
   * @param partitions their number, 1 or more
   */
  TaskLocations(int partitions) {
    this.locations = new String[partitions];
  }

  /**
   * Takes note of the executors that there are, as {@link Executors#location} names them.
   *
   * @param present all of them, alike in cores; while there are none, nothing changes
   */
  void update(Collection<String> present) {
    Set<String> found = Set.copyOf(present);
    if (found.isEmpty() || found.equals(executors)) {
      return;
    }
    executors = found;
    Map<String, Integer> counts = new TreeMap<>();
    found.forEach(executor -> counts.put(executor, 0));
    int most = (locations.length + found.size() - 1) / found.size();
    for (int partition = 0; partition < locations.length; partition++) {
      String location = locations[partition];
      if (location != null && counts.getOrDefault(location, most) < most) {
        counts.merge(location, 1, Integer::sum);
      } else {
        locations[partition] = null;
      }
    }
    for (int partition = 0; partition < locations.length; partition++) {
      if (locations[partition] == null) {
        locations[partition] =
            counts.entrySet().stream()
                .min(Comparator.comparingInt(Map.Entry::getValue))
                .orElseThrow()
                .getKey();
        counts.merge(locations[partition], 1, Integer::sum);
      }
    }
  }

  /** A partition is where it was worked on, even if it should have been elsewhere. */
  void workedOn(int partition, String location) {
    locations[partition] = location;
  }

  /** The location of each partition; null where none is known yet. */
  String[] toArray() {
    return locations.clone();
  }

  @Override
  public String toString() {
    return Arrays.toString(locations);
  }
}
