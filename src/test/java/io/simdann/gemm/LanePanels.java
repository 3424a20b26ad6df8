package io.simdann.gemm;

/** Where an element of panels of lanes lies. */
public final class LanePanels {

  /** The place of a lane at a step, in panels of MR or 64 lanes, the last ones perhaps of 16. */
  public static int index(int step, int lane, int depth, int stride, int wide) {
    int panel = lane / wide * wide;
    int width = wide;
    if (stride - panel < wide) {
      panel = lane / 16 * 16;
      width = 16;
    }
    return panel * depth + step * width + lane - panel;
  }

  private LanePanels() {}
}
