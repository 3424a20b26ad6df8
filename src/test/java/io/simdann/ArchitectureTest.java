package io.simdann;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.simdann.kernel.FusedMultiplyAdd;
import java.io.File;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The table of packages in docs/design.md, enforced on the compiled classes. */
@AnalyzeClasses(
    packages = ArchitectureTest.BASE,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  static final String BASE = "io.simdann";

  /** The package of an import of ours, without the base. */
  private static final Pattern IMPORT =
      Pattern.compile("(?m)^import (?:static )?io\\.simdann\\.([a-z.]+)\\.[A-Z]");

  /** Package to the packages it may use, those that they use included. */
  private static final Map<String, Set<String>> MAY_USE = new LinkedHashMap<>();

  static {
    mayUse("matrix");
    mayUse("random");
    mayUse("parallel");
    mayUse("format");
    mayUse("kernel", "matrix", "random");
    mayUse("kernel.scalar", "kernel");
    mayUse("kernel.vector", "kernel");
    mayUse("gemm", "kernel", "parallel");
    mayUse("nn", "matrix", "random");
    mayUse("data", "matrix", "random", "format");
    mayUse("data.idx", "data");
    mayUse("data.picture", "data");
    mayUse("data.mnist", "data.idx", "data.picture");
    mayUse("sparse", "gemm", "data");
    mayUse("step", "nn", "sparse", "data");
    mayUse("predict", "nn", "sparse", "data");
    mayUse("train", "step", "predict");
    mayUse("model", "nn", "data", "format");
    mayUse("report", "train");
    mayUse("cli", MAY_USE.keySet().toArray(String[]::new));
  }

  @ArchTest
  static final ArchRule packagesUseOnlyWhatTheTableAllows =
      classes().should(keepToTheTable()).as("packages should use only what the table allows");

  /** Constants and Javadoc leave no trace in class files, but imports. */
  @ArchTest
  static void importsKeepToTheTableAsWell(JavaClasses classes) throws IOException {
    Path sources = Path.of("src", "main", "java");
    List<String> violations = new ArrayList<>();
    try (Stream<Path> files = Files.walk(sources)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String folder = sources.relativize(file.getParent()).toString();
        String from = nameInTable(folder.replace(File.separatorChar, '.'));
        IMPORT
            .matcher(Files.readString(file))
            .results()
            .map(match -> match.group(1))
            .filter(to -> !to.equals(from) && !MAY_USE.get(from).contains(to))
            .forEach(to -> violations.add(file + " imports " + to));
      }
    }
    assertEquals(List.of(), violations);
  }

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching(BASE + ".(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyVectorKernelsUseTheIncubatingModule =
      noClasses()
          .that()
          .resideOutsideOfPackage(BASE + ".kernel.vector")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("jdk.incubator..");

  /** Where there is no instruction for it, {@code Math.fma} takes a thousand times as long. */
  @ArchTest
  static final ArchRule multiplyAddsHaveAReplacement =
      noClasses()
          .that()
          .doNotBelongToAnyOf(FusedMultiplyAdd.class)
          .and()
          .resideOutsideOfPackage(BASE + ".kernel.vector")
          .should()
          .callMethod(Math.class, "fma", float.class, float.class, float.class)
          .orShould()
          .callMethod(Math.class, "fma", double.class, double.class, double.class);

  @ArchTest
  static final ArchRule nothingUsesJavaSerialization =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(ObjectInputStream.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(ObjectOutputStream.class);

  /**
   * Adds a row; the packages it names must have theirs already, so the table cannot hold a cycle.
   */
  private static void mayUse(String name, String... used) {
    Set<String> all = new TreeSet<>();
    for (String other : used) {
      all.add(other);
      all.addAll(MAY_USE.get(other));
    }
    MAY_USE.put(name, all);
  }

  private static ArchCondition<JavaClass> keepToTheTable() {
    return new ArchCondition<>("keep to the table") {
      @Override
      public void check(JavaClass origin, ConditionEvents events) {
        String from = nameInTable(origin);
        if (!MAY_USE.containsKey(from)) {
          events.add(
              SimpleConditionEvent.violated(
                  origin, origin.getName() + " lies in a package that the table does not have"));
          return;
        }
        for (Dependency dependency : origin.getDirectDependenciesFromSelf()) {
          JavaClass target = dependency.getTargetClass().getBaseComponentType();
          String to = nameInTable(target);
          if (isOurs(target) && !to.equals(from) && !MAY_USE.get(from).contains(to)) {
            events.add(
                SimpleConditionEvent.violated(
                    dependency, from + " may not use " + to + ": " + dependency.getDescription()));
          }
        }
      }
    };
  }

  private static boolean isOurs(JavaClass javaClass) {
    return javaClass.getPackageName().equals(BASE)
        || javaClass.getPackageName().startsWith(BASE + ".");
  }

  private static String nameInTable(JavaClass javaClass) {
    return nameInTable(javaClass.getPackageName());
  }

  /** {@code kernel.scalar} for {@code io.simdann.kernel.scalar}. */
  private static String nameInTable(String packageName) {
    return packageName.startsWith(BASE + ".")
        ? packageName.substring(BASE.length() + 1)
        : packageName;
  }
}
