package io.simdann.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class InfoCommandTest {

  @Test
  void aNumberOfThreadsThatNoTrainingHasIsLowered() {
    CommandRun run = CommandRun.of("info", "--threads", Integer.MAX_VALUE, "--backend", "scalar");

    assertEquals(0, run.exitCode());
    int used = Math.max(63, Runtime.getRuntime().availableProcessors());
    assertEquals(
        List.of(
            "simdann: warning: --threads 2147483647 is lowered to "
                + used
                + ": training has no work for more"),
        run.err());
    assertTrue(run.out().contains("threads            " + used), run.out()::toString);
  }

  @Test
  void theMachineIsDescribed() {
    List<String> out = CommandRun.succeeding("info", "--threads", 2, "--backend", "scalar");

    List<String> names = out.stream().map(line -> line.substring(0, 19).strip()).toList();
    assertEquals(
        List.of(
            "version",
            "CPU",
            "processors",
            "caches",
            "vectors",
            "backend",
            "chosen",
            "fused multiply-add",
            "threads",
            "Java",
            "micro-kernel rate",
            "tuning"),
        names);
    String rate = out.get(10).substring(19);
    assertTrue(rate.matches("[\\d.]+ GFLOP/s on 1 thread, [\\d.]+ on 2"), rate);
    assertTrue(out.get(11).substring(19).matches("(\\w+=[\\d.]+, )+\\w+=[\\d.]+"), out.get(11));
  }

  @Test
  void theMachineIsDescribedAsAJsonObject() throws IOException {
    List<String> out =
        CommandRun.succeeding("info", "--threads", 1, "--backend", "scalar", "--json");

    assertEquals(1, out.size());
    JsonNode json = new ObjectMapper().readTree(out.get(0));
    assertEquals("scalar", json.get("backend").asText());
    assertEquals(32, json.get("vector_bits").asInt());
    assertTrue(json.get("fma_in_hardware").isBoolean());
    assertEquals(1, json.get("threads").asInt());
    assertTrue(json.get("l1_bytes").asInt() >= 4096);
    assertTrue(json.get("micro_kernel_gflops_one_thread").asDouble() > 0);
    assertTrue(json.get("micro_kernel_gflops_all_threads").asDouble() > 0);
    assertTrue(json.get("processors").asInt() >= 1);
    assertTrue(json.get("tuning").get("kc").isInt());
    assertTrue(json.get("tuning").get("densest_sparse").isDouble());
  }
}
