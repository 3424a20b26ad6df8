package io.simdann.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Takes some bytes and no more, like a full disk or a pipe whose reader has seen enough. */
final class LimitedOutput extends OutputStream {

  private final ByteArrayOutputStream taken = new ByteArrayOutputStream();
  private final int most;
  private final String message;

  LimitedOutput(int most, String message) {
    this.most = most;
    this.message = message;
  }

  @Override
  public void write(int value) throws IOException {
    if (taken.size() == most) {
      throw new IOException(message);
    }
    taken.write(value);
  }

  List<String> lines() {
    return taken.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
