package io.simdann.bench.compare;

import io.simdann.kernel.Backend;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.KernelSelection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Where and when results were measured.
 *
 * @param cpu the processor's name
 * @param processors that the JVM may use
 * @param kernels the kernel set that was chosen
 * @param jdk the version of the JDK
 * @param system the operating system and its version
 * @param commit of the trainer, as Git describes it
 * @param time in UTC
 */
record Machine(
    String cpu,
    int processors,
    String kernels,
    String jdk,
    String system,
    String commit,
    String time) {

  static Machine here() {
    CpuFacts cpu = CpuFacts.here();
    return new Machine(
        cpu.model(),
        cpu.logicalProcessors(),
        kernelName(),
        System.getProperty("java.vm.version"),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        System.getProperty("simdann.bench.commit", "unknown"),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** The name of the kernel set that is chosen here. */
  static String kernelName() {
    return KernelSelection.choose(Backend.AUTO, KernelSelection.WIDEST).kernels().name();
  }
}
