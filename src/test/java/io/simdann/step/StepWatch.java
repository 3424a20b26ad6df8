package io.simdann.step;

import io.simdann.kernel.Kernels;
import io.simdann.kernel.LossKernel;
import io.simdann.parallel.WorkerTeam;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Sees by which way a batch is processed, from the kernels that are called and who calls them. */
public final class StepWatch {
  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  private final Set<String> called = ConcurrentHashMap.newKeySet();

  /** The classes from which losses were computed, as all batches must. */
  private final Set<Class<?>> callers = ConcurrentHashMap.newKeySet();

  /** Kernels that do what the given ones do, and are watched. */
  public Kernels watched(Kernels kernels) {
    return watched(Kernels.class, kernels);
  }

  private <T> T watched(Class<T> type, T kernels) {
    return type.cast(
        Proxy.newProxyInstance(
            StepWatch.class.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              called.add(method.getName());
              if (method.getName().equals("gradient")) {
                callers.addAll(callers());
              }
              try {
                Object result = method.invoke(kernels, arguments);
                return result instanceof LossKernel loss ? watched(LossKernel.class, loss) : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  private static Set<Class<?>> callers() {
    return STACK.walk(
        frames ->
            frames
                .map(frame -> frame.getDeclaringClass().getNestHost())
                .collect(Collectors.toSet()));
  }

  /**
   * The way of the one batch that was processed on the watched kernels.
   *
   * @param listed whether samples without zeros would be listed on vector kernels
   */
  public StepWay way(boolean listed) {
    boolean dense = !called.contains("accumulate") && !called.contains("accumulateNarrow");
    if (callers.contains(ShardPass.class)) {
      return dense
          ? StepWay.DENSE
          : called.contains("scatter") ? StepWay.SHARDS : StepWay.TILE_CACHE;
    }
    if (!callers.contains(BatchWorker.class)) {
      throw new IllegalStateException("no known way: called by " + callers);
    }
    if (dense || listed) {
      return dense ? StepWay.BATCH_DENSE : StepWay.BATCH_LISTED;
    }
    return callers.contains(WorkerTeam.class) ? StepWay.BATCH_SHARED : StepWay.BATCH_ALONE;
  }
}
