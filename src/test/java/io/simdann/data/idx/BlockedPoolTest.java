package io.simdann.data.idx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.BlockedCommonPool;
import io.simdann.data.DataException;
import io.simdann.data.mnist.EmbeddedMnist;
import io.simdann.data.mnist.MnistDirectory;
import io.simdann.kernel.FreshJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reading in a JVM whose common pool has other things to do, and what threads are left behind. */
@Timeout(60)
class BlockedPoolTest {

  private static final int[] TWO = {2};

  @TempDir private Path directory;

  @BeforeEach
  void writeAGoodDirectory() throws IOException {
    for (String set : new String[] {"train", "t10k"}) {
      Files.write(directory.resolve(set + "-images-idx3-ubyte"), IdxBytes.unsignedBytes(2, 4, 5));
      Files.write(
          directory.resolve(set + "-labels-idx1-ubyte"),
          IdxBytes.file(0x08, TWO, (byte) 9, (byte) 4));
    }
  }

  @Test
  void dataAreReadWhileAllThreadsOfThePoolAreBlocked() {
    // With one thread, as on two processors, the JDK's own helpers don't use the pool.
    for (int poolThreads : new int[] {1, 3}) {
      String pool = "-Djava.util.concurrent.ForkJoinPool.common.parallelism=" + poolThreads;
      assertEquals(
          List.of("2 and 60000 samples, blocked: true"),
          FreshJvm.run(List.of(pool), Reading.class, directory.toString()));
    }
  }

  static final class Reading {

    public static void main(String[] arguments) throws IOException {
      try (BlockedCommonPool blocked = BlockedCommonPool.block()) {
        int read = MnistDirectory.read(Path.of(arguments[0])).train().samples();
        int embedded = EmbeddedMnist.load().train().samples();
        System.out.println(read + " and " + embedded + " samples, blocked: " + blocked.isBlocked());
      }
    }

    private Reading() {}
  }

  @Test
  void noThreadOutlivesAReadingThatFails() throws IOException {
    Path labels = directory.resolve("train-labels-idx1-ubyte");
    Files.write(labels, new byte[] {1, 2, 3});

    DataException failure = assertThrows(DataException.class, () -> MnistDirectory.read(directory));

    assertTrue(failure.getMessage().startsWith(labels.toString()), failure::getMessage);
    assertTrue(
        Thread.getAllStackTraces().keySet().stream()
            .noneMatch(thread -> thread.getName().equals("simdann-read")));
  }

  @Test
  void anInterruptNeitherEndsAReadingNorIsItLost() throws IOException {
    Thread.currentThread().interrupt();

    assertEquals(2, MnistDirectory.read(directory).train().samples());
    assertTrue(Thread.interrupted());
  }
}
