package io.simdann.data.picture;

import java.util.Arrays;

/**
 * What a picture was drawn on, and with. Medians, because single pixels of photographs and JPEG
 * files are lighter and darker than what was there.
 *
 * @param paper the grey level of the background, 0 to 255
 * @param ink the grey level of the strokes, 0 to 255
 */
record InkTone(int paper, int ink) {

  private static final int LEVELS = 256;

  /** Ink levels run from 0 to this; fainter ones than a fifth of it are paper. */
  private static final int FULL_INK = 255;

  private static final int FAINTEST_INK = FULL_INK / 5;

  /**
   * Finds the ink: what a threshold separates from paper. Both are the same if all pixels are.
   *
   * @param picture paper and ink
   * @param paper the grey level of the paper
   */
  static InkTone of(GreyImage picture, int paper) {
    int[] counts = new int[LEVELS];
    for (byte level : picture.levels()) {
      counts[level & 0xff]++;
    }
    int threshold = threshold(counts);
    int[] ink =
        paper <= threshold
            ? Arrays.copyOfRange(counts, threshold + 1, LEVELS)
            : Arrays.copyOf(counts, threshold + 1);
    if (Arrays.stream(ink).allMatch(count -> count == 0)) {
      return new InkTone(paper, paper);
    }
    return new InkTone(paper, paper <= threshold ? threshold + 1 + median(ink) : median(ink));
  }

  boolean isDarkOnLight() {
    return ink < paper;
  }

  int contrast() {
    return Math.abs(ink - paper);
  }

  /** Returns a picture of the ink: paper becomes 0, and ink 255. */
  GreyImage inkOf(GreyImage picture) {
    byte[] levels = picture.levels().clone();
    for (int i = 0; i < levels.length; i++) {
      int strength = FULL_INK * ((levels[i] & 0xff) - paper) / (ink - paper);
      levels[i] = (byte) (strength < FAINTEST_INK ? 0 : Math.min(strength, FULL_INK));
    }
    return new GreyImage(picture.width(), picture.height(), levels);
  }

  /**
   * Returns the last level of the darker of two classes whose means are farthest apart, weighted by
   * how many pixels each has: the method of N. Otsu, "A threshold selection method from gray-level
   * histograms", 1979.
   */
  private static int threshold(int[] counts) {
    double allCount = 0;
    double allSum = 0;
    for (int level = 0; level < LEVELS; level++) {
      allCount += counts[level];
      allSum += (double) counts[level] * level;
    }
    double darkCount = 0;
    double darkSum = 0;
    double farthest = 0;
    int threshold = 0;
    for (int level = 0; level < LEVELS; level++) {
      darkCount += counts[level];
      darkSum += (double) counts[level] * level;
      double lightCount = allCount - darkCount;
      if (darkCount > 0 && lightCount > 0) {
        double difference = darkSum / darkCount - (allSum - darkSum) / lightCount;
        double variance = darkCount * lightCount * difference * difference;
        if (variance > farthest) {
          farthest = variance;
          threshold = level;
        }
      }
    }
    return threshold;
  }

  /** Returns the median of levels that are given by how often each occurs. */
  private static int median(int[] counts) {
    int half = (Arrays.stream(counts).sum() + 1) / 2;
    int level = 0;
    for (int seen = counts[0]; seen < half; seen += counts[level]) {
      level++;
    }
    return level;
  }
}
