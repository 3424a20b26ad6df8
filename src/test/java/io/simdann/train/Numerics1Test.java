package io.simdann.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.simdann.data.DataSet;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSets;
import io.simdann.kernel.Kernels;
import io.simdann.nn.Initializer;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.Engines;
import io.simdann.step.LocalGradientEngine;
import io.simdann.step.PackedSamples.Zeros;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The bits of {@code numerics-1.txt}: of trainings with all settings on every kernel set of this
 * CPU, any number of threads, and with any packing and cache.
 */
class Numerics1Test {
  /** Of so many trainings one is made on emulated vectors, which are slow. */
  private static final int EMULATED = 10;

  private static final int[] CACHES = {1 << 14, 1 << 21};

  static Stream<Named<HashedTraining>> trainings() {
    return HashedTraining.all().stream().map(training -> Named.of(training.title(), training));
  }

  static Stream<Named<HashedTraining>> ofClasses() {
    return trainings().filter(named -> named.getPayload().samples().target().isClass());
  }

  @ParameterizedTest
  @MethodSource("trainings")
  void everyKernelSetAndThreadNumberGivesTheBitsOfTheFile(HashedTraining training) {
    for (Kernels kernels : Engines.all()) {
      if (!KernelSets.isEmulated(kernels)) {
        for (int threads : new int[] {1, 2, 7}) {
          requireHash(training, kernels, threads);
        }
      }
    }
  }

  @Test
  void emulatedVectorsGiveTheBitsOfTheFile() {
    List<HashedTraining> all = HashedTraining.all();
    List<Kernels> emulated = Engines.all().stream().filter(KernelSets::isEmulated).toList();
    for (int i = 1; i < all.size(); i += EMULATED) {
      for (Kernels kernels : emulated) {
        requireHash(all.get(i), kernels, 2);
      }
    }
  }

  private static void requireHash(HashedTraining training, Kernels kernels, int threads) {
    assertEquals(
        training.hash(),
        training.trained(Trainer.builder().kernels(kernels).threads(threads)),
        kernels.name() + ", " + threads + " threads");
  }

  @ParameterizedTest
  @MethodSource("ofClasses")
  void everyPackingAndCacheGivesTheBitsOfTheFile(HashedTraining training) {
    DataSet data = training.samples().data();
    Trainer trainer =
        Trainer.builder().set(training.settings()).kernels(KernelSets.widest()).threads(2).build();
    for (Zeros zeros : Zeros.values()) {
      for (int cache : CACHES) {
        try (WorkerTeam team = WorkerTeam.ofThreads(2)) {
          LocalGradientEngine engine =
              new LocalGradientEngine(
                  data,
                  trainer.spec(data),
                  KernelSets.widest(),
                  team,
                  zeros,
                  new CpuFacts("a test's", 2, 32 << 10, cache));
          assertEquals(
              training.hash(),
              Sha256.of(
                  trainer
                      .fit(engine, trainer.spec(data), data.labels().classNames(), run -> {})
                      .network()
                      .parameters()),
              zeros + ", cache " + cache);
        }
      }
    }
  }

  @Test
  void theFilesTrainingsAreTheDrawnOnes() {
    assertEquals(
        RandomSettings.all().stream().map(HashedTraining::title).toList(),
        HashedTraining.all().stream().map(HashedTraining::title).toList());
  }

  @Test
  void theFileHasEverySettingAndEveryChoice() {
    Set<Setting<?>> given = new HashSet<>();
    Set<String> words = new TreeSet<>();
    for (HashedTraining training : HashedTraining.all()) {
      given.addAll(training.settings().all().keySet());
      words.addAll(List.of(training.title().split("[ ,]")));
    }
    assertEquals(new HashSet<>(Settings.all()), given);
    Set<String> choices = new TreeSet<>(OptimizerSettings.NAMES);
    choices.addAll(Schedules.NAMES);
    // What is so unless it is set.
    choices.remove("constant");
    choices.addAll(names(KernelSets.scalar()::activation));
    choices.addAll(names(KernelSets.scalar()::loss));
    Arrays.stream(Initializer.values()).map(Setting::show).forEach(choices::add);
    choices.addAll(List.of("balanced", "none", "modern"));
    choices.removeAll(words);
    assertEquals(Set.of(), choices, "not in the file");
  }

  /** The names that a kernel set lists when it is asked for what there isn't. */
  private static List<String> names(Consumer<String> find) {
    String refusal =
        assertThrows(IllegalArgumentException.class, () -> find.accept("no_such")).getMessage();
    return List.of(refusal.substring(refusal.lastIndexOf(": ") + 2).split(", "));
  }
}
