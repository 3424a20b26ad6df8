package io.simdann.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelTableTest {
  private static final List<String> NAMES = List.of("one", "two", "nobody");

  private int made;
  private final KernelTable<NamedKernel> table = new KernelTable<>(this::make);

  private NamedKernel make(String name) {
    made++;
    return switch (name) {
      case "one" -> () -> "one";
      case "two" -> () -> "three";
      default -> null;
    };
  }

  @Test
  void aKernelIsMadeWhenItIsAskedForAndOnlyOnce() {
    assertEquals(0, made);
    NamedKernel one = table.require("kernel", NAMES, "one");
    assertEquals("one", one.name());
    assertSame(one, table.find("one"));
    assertEquals(1, made);
  }

  @Test
  void aNameThatIsntListedIsToldThoseThatAre() {
    assertEquals(
        "there is no kernel \"four\", expected one of: one, two, nobody",
        assertThrows(IllegalArgumentException.class, () -> table.require("kernel", NAMES, "four"))
            .getMessage());
    assertNull(table.find("four"));
  }

  @Test
  void namesThatTheMakerKnowsOtherwiseAreAMistake() {
    assertEquals(
        "the kernel made for \"two\" calls itself \"three\"",
        assertThrows(IllegalStateException.class, () -> table.find("two")).getMessage());
    assertEquals(
        "nothing makes the kernel \"nobody\"",
        assertThrows(IllegalStateException.class, () -> table.require("kernel", NAMES, "nobody"))
            .getMessage());
  }
}
