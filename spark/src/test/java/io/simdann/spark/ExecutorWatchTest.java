package io.simdann.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.simdann.cli.Console;
import io.simdann.step.EngineException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkContext;
import org.apache.spark.deploy.master.Master;
import org.apache.spark.rpc.RpcEnv;
import org.apache.spark.scheduler.SparkListenerExecutorRemoved;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class ExecutorWatchTest {

  @TempDir private Path directory;

  @Test
  void aMasterWithoutWorkersIsToldAndGivenUp() throws Exception {
    SparkConf settings = new SparkConf(false);
    RpcEnv master = Master.startRpcEnvAndEndpoint("127.0.0.1", 0, 0, settings)._1();
    try {
      String url = "spark://" + master.address();
      Path samples = Files.writeString(directory.resolve("a.csv"), "1,2,3\n4,5,6\n");
      Path output = directory.resolve("run");
      assertEquals(
          List.of(
              "simdann: no executor from "
                  + url
                  + " for 1 s: asked for executors of 3 cores and 2g of memory; see the cluster's"
                  + " own pages, and --executor-timeout"),
          failure(
              "--data=" + samples,
              "--output=" + output,
              "--master=" + url,
              "--executor-timeout=1",
              "--conf=spark.executor.cores=3",
              "--conf=spark.executor.memory=2g",
              "--conf=spark.ui.enabled=false",
              "--conf=spark.driver.host=127.0.0.1",
              "--conf=spark.driver.bindAddress=127.0.0.1"));
    } finally {
      master.shutdown();
      master.awaitTermination();
    }
  }

  /** What a command that fails prints on standard error. */
  private static List<String> failure(String... args) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
    assertEquals(1, Main.run(new Console(stream, stream, OptionalInt::empty), args));
    return err.toString(StandardCharsets.UTF_8).lines().toList();
  }

  @Test
  void workersThatAreTooSmallAreToldFirstAndThenGivenUp() {
    SparkConf settings =
        Cluster.settings("local-cluster[1,1,1024]").set("spark.executor.cores", "2");
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    try (Cluster cluster = Cluster.open(settings);
        ExecutorWatch watch = watch(cluster, told)) {
      watch.onExecutorRemoved(new SparkListenerExecutorRemoved(0, "0", "It broke:\n  the end\n"));
      // The second one comes when jobs have been given up already.
      for (int job = 0; job < 2; job++) {
        EngineException failure = assertThrows(EngineException.class, () -> count(cluster, 0));
        assertEquals(
            "no executor from local-cluster[1,1,1024] for 2 s (the last one was lost: It broke: the"
                + " end): asked for executors of 2 cores and 1g of memory; see the cluster's own"
                + " pages, and --executor-timeout",
            failure.getMessage());
      }
    }
    assertEquals(
        List.of(
            "no executor from local-cluster[1,1,1024] for 1 s (the last one was lost: It broke: the"
                + " end): asked for executors of 2 cores and 1g of memory; giving up after 2 s"
                + " without any (--executor-timeout)"),
        told);
  }

  @Test
  void anExecutorThatComesAfterAllWasGivenUpGetsTheNextJob() throws Exception {
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    Cluster cluster = Cluster.jvms(1);
    SparkContext context = cluster.context().sc();
    awaitExecutor(context);
    try (cluster;
        ExecutorWatch watch = watch(cluster, told)) {
      assertEquals(1, count(cluster, 0));
      context.killExecutor("0");
      while (!Executors.locations(context).isEmpty()) {
        Thread.sleep(10);
      }
      EngineException failure = assertThrows(EngineException.class, () -> count(cluster, 0));
      assertTrue(failure.getMessage().startsWith(ExecutorWatch.REASON), failure.getMessage());
      context.requestExecutors(1);
      awaitExecutor(context);
      context.listenerBus().waitUntilEmpty();
      assertEquals(1, count(cluster, 0));
    }
    assertEquals(1, told.size(), told::toString);
  }

  private static void awaitExecutor(SparkContext context) throws InterruptedException {
    while (Executors.locations(context).isEmpty()) {
      Thread.sleep(10);
    }
  }

  private static ExecutorWatch watch(Cluster cluster, List<String> told) {
    return new ExecutorWatch(
        cluster.context().sc(), Duration.ofSeconds(1), Duration.ofSeconds(2), told::add);
  }

  @Test
  void anExecutorThatIsStoppedIsToldAndSoIsThatItAnswersAgain() throws Exception {
    SparkConf settings =
        Cluster.settings("local-cluster[1,1,1024]").set("spark.executor.heartbeatInterval", "1s");
    BlockingQueue<String> told = new LinkedBlockingQueue<>();
    try (Cluster cluster = Cluster.open(settings);
        ExecutorWatch watch =
            new ExecutorWatch(
                cluster.context().sc(),
                Duration.ofMinutes(10),
                Duration.ofMinutes(20),
                told::add)) {
      assertEquals(1, count(cluster, 0));
      long executor = Cluster.executors().get(0).pid();
      signal("STOP", executor);
      Future<Long> job = CompletableFuture.supplyAsync(() -> count(cluster, 0));
      String silent = told.take();
      assertTrue(
          silent.matches(
              "executor 0 on \\S+ has been silent for \\d+ s: is it stopped, or cut off\\? Its tasks"
                  + " are waited for until Spark gives it up \\(spark.network.timeout, 120s\\)"),
          silent);
      signal("CONT", executor);
      assertEquals(1, job.get());
      assertTrue(told.take().matches("executor 0 on \\S+ answers again"));
    }
  }

  private static void signal(String name, long process) throws Exception {
    assertEquals(0, new ProcessBuilder("kill", "-" + name, "" + process).start().waitFor());
  }

  @Test
  void executorsThatAreAtWorkAreNoneToWaitFor() {
    SparkConf settings = Cluster.settings("local[1]");
    List<String> told = Collections.synchronizedList(new ArrayList<>());
    try (Cluster cluster = Cluster.open(settings);
        ExecutorWatch watch = watch(cluster, told)) {
      assertEquals(1, count(cluster, 2500));
    }
    assertEquals(List.of(), told);
  }

  private static long count(Cluster cluster, long milliseconds) {
    return SparkFailures.translated(
        () ->
            cluster
                .context()
                .parallelize(List.of(1), 1)
                .filter(
                    only -> {
                      Thread.sleep(milliseconds);
                      return true;
                    })
                .count());
  }
}
