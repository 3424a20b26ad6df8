package io.simdann.spark;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.config.DefaultConfiguration;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilder;
import org.apache.logging.log4j.core.config.builder.api.ConfigurationBuilderFactory;
import org.apache.logging.log4j.core.config.builder.impl.BuiltConfiguration;

/** What Spark logs in the driver's JVM. */
final class DriverLog {

  private DriverLog() {}

  /**
   * Silences it: whatever fails comes as an exception as well, which the program tells in one line,
   * while the log has pages of it. Executors that are JVMs of their own keep their logs.
   */
  static void silence() {
    LoggerContext context = (LoggerContext) LogManager.getContext(false);
    if (context.getConfiguration() instanceof DefaultConfiguration) {
      // Spark would put its own, which says much, in the place of the default one.
      ConfigurationBuilder<BuiltConfiguration> silent =
          ConfigurationBuilderFactory.newConfigurationBuilder();
      context.reconfigure(silent.setStatusLevel(Level.OFF).build());
    }
    Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.OFF);
  }
}
