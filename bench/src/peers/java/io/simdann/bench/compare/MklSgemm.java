package io.simdann.bench.compare;

import static org.bytedeco.mkl.global.mkl_rt.MKL_Get_Version_String;
import static org.bytedeco.mkl.global.mkl_rt.MKL_Set_Num_Threads;
import static org.bytedeco.mkl.global.mkl_rt.cblas_sgemm;

import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.FloatPointer;

/** Intel's library. */
final class MklSgemm extends NativeSgemm {
  private final int threads;

  MklSgemm(SgemmShape shape, int threads) {
    super(shape);
    this.threads = threads;
  }

  @Override
  public String version() {
    byte[] text = new byte[200];
    MKL_Get_Version_String(text, text.length);
    return new String(text, StandardCharsets.US_ASCII).replace('\0', ' ').strip();
  }

  @Override
  public void beginTurn() {
    MKL_Set_Num_Threads(threads);
  }

  @Override
  void multiply(FloatPointer a, FloatPointer b, FloatPointer c) {
    cblas_sgemm(
        COLUMN_MAJOR,
        transposeA,
        transposeB,
        shape.rows(),
        shape.columns(),
        shape.depth(),
        1f,
        a,
        shape.storedRowsA(),
        b,
        shape.storedRowsB(),
        0f,
        c,
        shape.rows());
  }
}
