package io.simdann.train;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataException;
import io.simdann.data.DataSet;
import io.simdann.data.Features;
import io.simdann.data.FloatFeatures;
import io.simdann.data.mnist.EmbeddedMnist;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * The first samples of MNIST, every second pixel of every second row, in several forms. All is
 * exact arithmetic, so that the samples are the same bits anywhere.
 *
 * @param target what is to be learnt
 * @param form how pixels are stored
 * @param samples their number, up to {@link #MOST}
 * @param weights how much they count
 */
public record HashedSamples(Target target, Form form, int samples, Weights weights) {
  /** The most samples that there are. */
  static final int MOST = 1100;

  private static final int SIDE = 14;
  private static final int PIXELS = SIDE * SIDE;
  private static final int WHITE = 255;

  /** What is to be learnt. */
  public enum Target {
    /** One of ten classes. */
    DIGITS,
    /** One of two classes. */
    PARITY,
    /** Two numbers, neither negative. */
    NUMBERS,
    /** Three labels. */
    LABELS;

    /** Whether it is one class for each sample. */
    public boolean isClass() {
      return this == DIGITS || this == PARITY;
    }
  }

  /** How pixels are stored; of those that aren't dense, four fifths are zeros. */
  public enum Form {
    BYTES,
    DENSE_BYTES,
    FLOATS,
    DENSE_FLOATS
  }

  /** How much samples count: alike, from 0 to 2, or so but for a third that counts nothing. */
  public enum Weights {
    ALIKE,
    CYCLE,
    GAP
  }

  /** Decompressed once. */
  private static final class Mnist {
    static final int[] PIXEL = new int[MOST * PIXELS];
    static final int[] DIGIT = new int[MOST];

    static {
      try {
        DataSet train = EmbeddedMnist.load().train();
        for (int sample = 0; sample < MOST; sample++) {
          DIGIT[sample] = Integer.parseInt(train.labels().label(sample));
          for (int i = 0; i < PIXELS; i++) {
            int place = i / SIDE * 2 * 28 + i % SIDE * 2;
            PIXEL[sample * PIXELS + i] = (int) train.features().value(place, sample);
          }
        }
      } catch (DataException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** Reads what {@link #toString} writes. */
  static HashedSamples parse(String text) {
    String[] words = text.toUpperCase(Locale.ROOT).replace('-', '_').split(" ");
    return new HashedSamples(
        Target.valueOf(words[0]),
        Form.valueOf(words[1]),
        Integer.parseInt(words[2]),
        Weights.valueOf(words[3]));
  }

  /** The samples. */
  public DataSet data() {
    DataSet alike =
        switch (target) {
          case DIGITS -> DataSet.ofClasses(features(), names("0123456789", 10));
          case PARITY -> DataSet.ofClasses(features(), names("eo", 2));
          case NUMBERS -> DataSet.ofValues(features(), numbers(), "ink", "digit");
          case LABELS -> DataSet.ofValues(features(), labels(), "odd", "large", "heavy");
        };
    if (weights == Weights.ALIKE) {
      return alike;
    }
    float[] each = new float[samples];
    for (int sample = 0; sample < samples; sample++) {
      boolean gap = weights == Weights.GAP && sample * 3 / samples == 1;
      each[sample] = gap ? 0f : (sample * 7 + 1) % 5 * 0.5f;
    }
    return alike.withWeights(each);
  }

  private Features features() {
    byte[] bytes = new byte[samples * PIXELS];
    float[] floats = new float[samples * PIXELS];
    for (int i = 0; i < floats.length; i++) {
      int pixel = Mnist.PIXEL[i];
      bytes[i] = (byte) (form == Form.BYTES ? pixel : WHITE - pixel);
      floats[i] = form == Form.FLOATS ? pixel / 256f : (pixel - 100) / 128f;
    }
    return form == Form.BYTES || form == Form.DENSE_BYTES
        ? new ByteFeatures(bytes, PIXELS, samples)
        : new FloatFeatures(floats, PIXELS, samples);
  }

  private String[] names(String letters, int classes) {
    return IntStream.range(0, samples)
        .mapToObj(sample -> String.valueOf(letters.charAt(Mnist.DIGIT[sample] % classes)))
        .toArray(String[]::new);
  }

  private float[] numbers() {
    float[] numbers = new float[2 * samples];
    for (int sample = 0; sample < samples; sample++) {
      numbers[2 * sample] = ink(sample, 0, PIXELS) / 8192f;
      numbers[2 * sample + 1] = Mnist.DIGIT[sample] / 4f;
    }
    return numbers;
  }

  private float[] labels() {
    float[] labels = new float[3 * samples];
    for (int sample = 0; sample < samples; sample++) {
      int digit = Mnist.DIGIT[sample];
      boolean heavy = ink(sample, 0, PIXELS / 2) < ink(sample, PIXELS / 2, PIXELS);
      labels[3 * sample] = digit % 2;
      labels[3 * sample + 1] = digit > 4 ? 1f : 0f;
      labels[3 * sample + 2] = heavy ? 1f : 0f;
    }
    return labels;
  }

  private static int ink(int sample, int from, int to) {
    return IntStream.range(from, to).map(i -> Mnist.PIXEL[sample * PIXELS + i]).sum();
  }

  /** For example {@code digits dense-bytes 700 cycle}. */
  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s %s %d %s", target, form, samples, weights)
        .toLowerCase(Locale.ROOT)
        .replace('_', '-');
  }
}
