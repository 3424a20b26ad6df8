package io.simdann.model;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SafetensorsMutationTest {

  @Test
  void mutatedFilesAreReadOrRefusedAndNothingElse() throws IOException {
    byte[] good =
        SafetensorsBytes.file(
            "{\"__metadata__\":{\"format\":\"pt\"},"
                + SafetensorsBytes.GOOD_ENTRY
                + ",\"é\":{\"dtype\":\"F32\",\"shape\":[2,1],\"data_offsets\":[8,16]}}   ",
            16);
    byte[] alphabet = "{}[]\",:0123456789-.eE\\u \ud83d\ude00".getBytes(StandardCharsets.UTF_8);
    Random random = new Random(20_260_102);
    int read = 0;
    int count = 10_000;
    for (int i = 0; i < count; i++) {
      byte[] mutant = good.clone();
      for (int places = 1 + random.nextInt(3); places > 0; places--) {
        int at = random.nextInt(mutant.length);
        switch (random.nextInt(4)) {
          case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
          case 1 -> mutant[at] = (byte) random.nextInt();
          case 2 -> mutant[at] = alphabet[random.nextInt(alphabet.length)];
          default -> {
            int length = random.nextInt(mutant.length - at);
            int from = random.nextInt(mutant.length - length);
            System.arraycopy(mutant, from, mutant, at, length);
          }
        }
      }
      try {
        assertFalse(SafetensorsBytes.read(mutant).tensors().isEmpty());
        read++;
      } catch (ModelFormatException e) {
        SafetensorsBytes.assertOneLine(e);
      }
    }
    assertTrue(read > count / 100 && read < count, "files read: " + read);
  }
}
