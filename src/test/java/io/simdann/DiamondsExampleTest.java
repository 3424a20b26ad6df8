package io.simdann;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.kernel.Bits;
import io.simdann.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The example on an excerpt of its table, every 40th row of four fifths of ggplot2's data set
 * {@code diamonds} (MIT licence). On the whole table it prints an R² of 0.973.
 */
class DiamondsExampleTest {

  @Test
  void pricesThatWereHeldOutArePredicted() throws IOException {
    List<String> lines = Files.readAllLines(Path.of("src/test/resources/diamonds/excerpt.csv"));
    DiamondsExample example =
        new DiamondsExample(lines, Trainer.regressor().batchSize(32).epochs(60).build());
    assertEquals(26, example.train().features().features());
    assertEquals((lines.size() - 1) * 4 / 5, example.train().samples());
    assertEquals(lines.size() - 1, example.train().samples() + example.test().samples());

    DiamondsExample.Result result = example.run();

    assertTrue(result.r2() > 0.95, result.toString());
    assertTrue(result.meanAbsoluteDollars() < 600, result.toString());
    Trainer alone = Trainer.regressor().batchSize(32).epochs(60).threads(1).build();
    Bits.assertSame(
        result.regressor().network().parameters(),
        new DiamondsExample(lines, alone).run().regressor().network().parameters(),
        "one thread");
  }
}
