package io.simdann.cli;

import io.simdann.OneLine;
import io.simdann.data.DataSet;
import io.simdann.data.mnist.MnistDirectory;
import io.simdann.model.ModelFile;
import io.simdann.train.Trainer;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Any arguments give a result or a refusal in one line, and exit code 0, 1 or 2.
 *
 * <p>The input is text, each line an argument; {model}, {digits}, … are files that are there.
 */
public final class CommandLineFuzz {
  private static final String WARNING = FailureLine.PREFIX + "warning: ";

  private static final Path FOLDER = folder();
  private static final Path OUTPUT = FOLDER.resolve("output");

  private static final Map<String, Path> FILES =
      Map.of(
          "{model}", FOLDER.resolve("model.safetensors"),
          "{data}", FOLDER.resolve("data"),
          "{digits}", FOLDER.resolve("data/t10k-images-idx3-ubyte"),
          "{labels}", FOLDER.resolve("data/t10k-labels-idx1-ubyte"),
          "{picture}", FOLDER.resolve("picture.png"),
          "{options}", FOLDER.resolve("options"),
          "{missing}", FOLDER.resolve("missing"),
          "{output}", OUTPUT);

  private static final Set<String> OTHER_COMMANDS = Set.of("predict", "evaluate", "info");

  /** Numbers that would mean hours of work. Longer ones are no integers, and are refused. */
  private static final Pattern LARGE_NUMBER =
      Pattern.compile("(?<!\\p{Nd})\\p{Nd}{3,10}(?!\\p{Nd})");

  private static final Pattern OTHER_FILES = Pattern.compile("[/\\\\\\u0000]");

  /** The entry for fuzzers. */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    List<String> args = new ArrayList<>();
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
      String known = line;
      for (String name : FILES.keySet()) {
        known = known.replace(name, "");
      }
      if (OTHER_FILES.matcher(known).find()) {
        return;
      }
      args.add(line);
    }
    if (isHarmless(args)) {
      complete(args);
      verify(CommandRun.of(args.stream().map(CommandLineFuzz::withPaths).toArray()), args);
      deleteAll(OUTPUT);
    }
  }

  private static boolean isHarmless(List<String> args) {
    boolean measures = args.get(0).equals("info") && args.size() == 1;
    boolean writesElsewhere =
        args.stream().anyMatch(arg -> arg.startsWith("--output") && !arg.startsWith("--output={"))
            && args.stream().noneMatch(arg -> arg.startsWith("{output}"));
    boolean readsElsewhere =
        args.stream().anyMatch(arg -> arg.startsWith("@") && !arg.startsWith("@{"));
    boolean large = args.stream().anyMatch(arg -> LARGE_NUMBER.matcher(arg).find());
    return !measures && !writesElsewhere && !readsElsewhere && !large;
  }

  /** So that no command takes the embedded MNIST, nor a thousand iterations. */
  private static void complete(List<String> args) {
    boolean trains = !OTHER_COMMANDS.contains(args.get(0));
    if (trains || args.get(0).equals("evaluate")) {
      addUnlessGiven(args, "--data", "{data}");
    }
    if (trains) {
      addUnlessGiven(args, "--output", "{output}");
      addUnlessGiven(args, "--threads", "2");
      if (args.stream().noneMatch(arg -> arg.startsWith("--epochs") || arg.startsWith("@"))) {
        addUnlessGiven(args, "--iterations", "2");
      }
    }
  }

  private static void addUnlessGiven(List<String> args, String option, String value) {
    if (args.stream().noneMatch(arg -> arg.startsWith(option))) {
      args.add(option);
      args.add(value);
    }
  }

  private static String withPaths(String arg) {
    String replaced = arg;
    for (Map.Entry<String, Path> file : FILES.entrySet()) {
      replaced = replaced.replace(file.getKey(), file.getValue().toString());
    }
    return replaced;
  }

  private static void verify(CommandRun run, List<String> args) {
    try {
      for (String line : run.err()) {
        OneLine.require(FailureLine.PREFIX, line);
        // Whole, since an argument that is told of may hold these words.
        require(!line.matches(".*internal error: .*\\(start java with -D.*"), line);
      }
      run.out().stream().filter(line -> !line.isEmpty()).forEach(line -> OneLine.require("", line));
      long refusals = run.err().stream().filter(line -> !line.startsWith(WARNING)).count();
      require(run.exitCode() >= 0 && run.exitCode() <= 2, "exit code " + run.exitCode());
      require(refusals == (run.exitCode() == 0 ? 0 : 1), refusals + " lines tell of a failure");
    } catch (AssertionError e) {
      throw new AssertionError(args + " gave " + run + ": " + e.getMessage(), e);
    }
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }

  private static Path folder() {
    try {
      Path folder = Files.createTempDirectory("simdann-fuzz");
      Path data = SyntheticDigits.write(folder.resolve("data"), 20, 6, 3);
      DataSet digits = MnistDirectory.read(data).train();
      ModelFile.save(
          folder.resolve("model.safetensors"),
          Trainer.builder().hidden(4).iterations(2).threads(1).build().fit(digits).network());
      BufferedImage picture = new BufferedImage(9, 9, BufferedImage.TYPE_BYTE_GRAY);
      for (int row = 2; row < 7; row++) {
        picture.getRaster().setSample(4, row, 0, 255);
      }
      ImageIO.write(picture, "png", folder.resolve("picture.png").toFile());
      Files.writeString(folder.resolve("options"), "--iterations\n1\n--quiet\n");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteAll(folder)));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a folder or a file, and those whose names go on from there. */
  private static void deleteAll(Path folder) {
    try (Stream<Path> beside = Files.list(folder.getParent())) {
      String name = folder.getFileName().toString();
      for (Path each :
          beside.filter(path -> path.getFileName().toString().startsWith(name)).toList()) {
        try (Stream<Path> within = Files.walk(each)) {
          for (Path path : within.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(path);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private CommandLineFuzz() {}
}
