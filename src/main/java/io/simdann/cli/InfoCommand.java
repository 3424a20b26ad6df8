package io.simdann.cli;

import io.simdann.gemm.BlockSizes;
import io.simdann.kernel.CpuFacts;
import io.simdann.kernel.FusedMultiplyAdd;
import io.simdann.kernel.KernelSelection;
import io.simdann.kernel.Kernels;
import io.simdann.parallel.WorkerTeam;
import io.simdann.step.Tuning;
import io.simdann.train.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints what training finds on this machine, or what a model file has. */
@Command(
    name = "info",
    mixinStandardHelpOptions = true,
    versionProvider = ProgramVersion.class,
    sortOptions = false,
    synopsisHeading = "Usage: ",
    customSynopsis = RootCommand.JAVA + " info [MODEL] [OPTIONS]",
    header = "Show the CPU, the kernels chosen and their measured peak; or a saved model.",
    descriptionHeading = "%n",
    description = {
      "Takes about a second to measure the micro-kernel rate: the multiply-adds of the innermost"
          + " loop with its operands in the first-level cache. No training can do more of them; the"
          + " effective GFLOP/s that training shows may be more, as they count the multiply-adds"
          + " with zeros of the samples, which are left out. With a MODEL nothing is measured, and its"
          + " layers, loss and classes are shown."
    },
    parameterListHeading = "%nParameters:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  " + RootCommand.JAVA + " info",
      "  " + RootCommand.JAVA + " info simdann-run/model.safetensors",
      "  " + RootCommand.JAVA + " info --vector-bits 256 --json",
    })
final class InfoCommand implements Callable<Integer> {

  private static final int MAIN_JOB_SAMPLES = 60_000;

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "A model.safetensors that training wrote. Default: this machine is shown.")
  private Path model;

  @Option(
      names = "--threads",
      paramLabel = "COUNT",
      description = "Threads to measure, 1 or more. Default: all processors.")
  private Integer threads;

  @Mixin private KernelOptions kernelOptions;

  @Option(names = "--json", description = "Print one JSON object; sizes in bytes.")
  private boolean asJson;

  @Spec private CommandSpec spec;

  private final Console console;

  InfoCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws Exception {
    if (model != null) {
      describe(ModelDescription.read(model));
      return 0;
    }
    int team = threads == null ? WorkerTeam.defaultThreads() : threads;
    if (team < 1) {
      throw new ParameterException(
          spec.commandLine(), "--threads must be at least 1, but was " + team);
    }
    int used = Trainer.builder().threads(team).build().threads(MAIN_JOB_SAMPLES);
    if (used < team) {
      console.warn(
          "--threads " + team + " is lowered to " + used + ": training has no work for more");
      team = used;
    }
    KernelSelection selection = kernelOptions.select(console);
    MicroKernelRate rate = new MicroKernelRate(selection.kernels());
    Facts facts = new Facts(CpuFacts.here(), selection, team, rate.measure(1), rate.measure(team));
    if (asJson) {
      printJson(facts);
    } else {
      print(facts);
    }
    return 0;
  }

  private void describe(ModelDescription description) throws IOException {
    if (asJson) {
      JsonLine.print(console.out(), description::write);
    } else {
      description.lines().forEach(this::line);
    }
  }

  /** What there is to print; rates in floating-point operations per second. */
  private record Facts(
      CpuFacts cpu, KernelSelection selection, int threads, double rateOfOne, double rateOfAll) {}

  private void print(Facts facts) {
    CpuFacts cpu = facts.cpu();
    String one = TrainingSpeed.rounded(facts.rateOfOne() / 1e9) + " GFLOP/s on 1 thread";
    String all =
        facts.threads() == 1
            ? ""
            : ", " + TrainingSpeed.rounded(facts.rateOfAll() / 1e9) + " on " + facts.threads();
    line("version", ProgramVersion.number());
    line("CPU", cpu.model());
    line("processors", Integer.toString(cpu.logicalProcessors()));
    line(
        "caches",
        String.format(Locale.ROOT, "L1 %d KB, L2 %d KB", cpu.l1Bytes() >> 10, cpu.l2Bytes() >> 10));
    line("vectors", facts.selection().kernels().vectorBits() + " bits");
    line("backend", facts.selection().kernels().name());
    line("chosen", facts.selection().reason());
    line(
        "fused multiply-add",
        FusedMultiplyAdd.inHardware() ? "the CPU's" : "none, done in double arithmetic");
    line("threads", Integer.toString(facts.threads()));
    line(
        "Java",
        String.format(
            Locale.ROOT, "%s, %s", Runtime.version(), System.getProperty("java.vm.name")));
    line("micro-kernel rate", one + all);
    line("tuning", tuning(facts).toString().replaceAll("[{}]", ""));
  }

  private static Map<String, Number> tuning(Facts facts) {
    Kernels kernels = facts.selection().kernels();
    return new Tuning(BlockSizes.of(kernels, facts.cpu()), facts.cpu()).numbers();
  }

  private void line(String name, String text) {
    console.println(String.format(Locale.ROOT, "%-19s%s", name, text));
  }

  private void printJson(Facts facts) throws IOException {
    CpuFacts cpu = facts.cpu();
    Kernels kernels = facts.selection().kernels();
    JsonLine.print(
        console.out(),
        json -> {
          json.writeStringField("version", ProgramVersion.number());
          json.writeStringField("cpu", cpu.model());
          json.writeNumberField("processors", cpu.logicalProcessors());
          json.writeNumberField("l1_bytes", cpu.l1Bytes());
          json.writeNumberField("l2_bytes", cpu.l2Bytes());
          json.writeNumberField("vector_bits", kernels.vectorBits());
          json.writeStringField("backend", kernels.name());
          json.writeStringField("reason", facts.selection().reason());
          json.writeBooleanField("fma_in_hardware", FusedMultiplyAdd.inHardware());
          json.writeNumberField("threads", facts.threads());
          json.writeStringField("java", Runtime.version().toString());
          json.writeStringField("jvm", System.getProperty("java.vm.name"));
          json.writeNumberField("micro_kernel_gflops_one_thread", facts.rateOfOne() / 1e9);
          json.writeNumberField("micro_kernel_gflops_all_threads", facts.rateOfAll() / 1e9);
          json.writeObjectFieldStart("tuning");
          for (Map.Entry<String, Number> number : tuning(facts).entrySet()) {
            // Numbers as they are: an integer without a fraction.
            json.writeFieldName(number.getKey());
            json.writeNumber(number.getValue().toString());
          }
          json.writeEndObject();
        });
  }
}
