package io.simdann.bench.compare;

import java.awt.Color;
import java.awt.Font;
import java.util.LinkedHashMap;
import java.util.Map;

/** Colours and fonts that all charts share: a library has one colour everywhere. */
final class ChartStyle {
  static final Color INK = new Color(0x22, 0x22, 0x22);
  static final Color FAINT_INK = new Color(0x66, 0x66, 0x66);
  static final Color GRID = new Color(0xe0, 0xe0, 0xe0);
  static final Color PEAK = new Color(0x22, 0x22, 0x22);

  static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 16);
  static final Font SMALL = PLAIN.deriveFont(14f);
  static final Font TITLE = PLAIN.deriveFont(Font.BOLD, 22f);

  private static final Map<String, Color> COLORS = new LinkedHashMap<>();

  static {
    COLORS.put(Entrant.SIMDANN, new Color(0x1f, 0x5f, 0xa8));
    COLORS.put(Entrant.TORCH, new Color(0xe0, 0x7b, 0x1a));
    COLORS.put(Entrant.TORCH_PICKING, new Color(0x9c, 0x4f, 0x0c));
    COLORS.put(Entrant.ONNX_RUNTIME, new Color(0x3b, 0x9c, 0x5a));
    COLORS.put(Entrant.MKL, new Color(0xc4, 0x3a, 0x3a));
    COLORS.put(Entrant.OPENBLAS, new Color(0xe0, 0x7b, 0x1a));
    COLORS.put(Entrant.NETLIB, new Color(0x3b, 0x9c, 0x5a));
    COLORS.put(Entrant.EJML, new Color(0x8a, 0x5a, 0xb5));
    COLORS.put(Entrant.OJALGO, new Color(0x7a, 0x7a, 0x7a));
  }

  static Color color(String library) {
    return COLORS.getOrDefault(library, FAINT_INK);
  }

  private ChartStyle() {}
}
