package io.simdann.bench.compare;

import org.ojalgo.OjAlgoUtils;
import org.ojalgo.machine.VirtualMachine;
import org.ojalgo.matrix.store.MatrixStore;
import org.ojalgo.matrix.store.R032Store;

/** ojAlgo's column-major float matrices. */
final class OjAlgoSgemm implements Contender {
  private static final VirtualMachine WHOLE_MACHINE = OjAlgoUtils.ENVIRONMENT;

  private final SgemmShape shape;
  private final int threads;
  private final MatrixStore<Double> a;
  private final MatrixStore<Double> b;
  private final R032Store c;

  OjAlgoSgemm(SgemmShape shape, int threads) {
    this.shape = shape;
    this.threads = threads;
    R032Store storedA = matrix(shape.a(), shape.storedRowsA());
    R032Store storedB = matrix(shape.b(), shape.storedRowsB());
    a = shape.isTransposedA() ? storedA.transpose() : storedA;
    b = shape.isTransposedB() ? storedB.transpose() : storedB;
    c = R032Store.FACTORY.make(shape.rows(), shape.columns());
  }

  private static R032Store matrix(float[] columnMajor, int rows) {
    R032Store matrix = R032Store.FACTORY.make(rows, columnMajor.length / rows);
    for (int i = 0; i < columnMajor.length; i++) {
      matrix.set(i, columnMajor[i]);
    }
    return matrix;
  }

  @Override
  public String version() {
    return "ojAlgo " + OjAlgoUtils.getVersion();
  }

  /** The limit can't be raised again, so it starts from the whole machine. */
  @Override
  public void beginTurn() {
    OjAlgoUtils.ENVIRONMENT = WHOLE_MACHINE;
    OjAlgoUtils.limitThreadsTo(threads);
  }

  @Override
  public void call() {
    c.fillByMultiplying(a, b);
  }

  @Override
  public float[] result() {
    float[] values = new float[shape.rows() * shape.columns()];
    for (int i = 0; i < values.length; i++) {
      values[i] = c.floatValue(i);
    }
    return values;
  }
}
