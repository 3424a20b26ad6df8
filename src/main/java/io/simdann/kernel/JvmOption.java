package io.simdann.kernel;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;

/** What HotSpot's options are, whether they were given or chosen by the JVM itself. */
public final class JvmOption {

  /**
   * An option's value.
   *
   * @param name such as {@code MaxHeapSize}
   * @return the value; an empty string where the JVM doesn't know the option
   */
  public static String value(String name) {
    try {
      HotSpotDiagnosticMXBean diagnostics =
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
      return diagnostics == null ? "" : diagnostics.getVMOption(name).getValue();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private JvmOption() {}
}
