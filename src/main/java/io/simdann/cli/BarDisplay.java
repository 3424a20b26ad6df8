package io.simdann.cli;

import io.simdann.train.TrainingRun;
import java.util.Locale;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarConsumer;

/**
 * Progress as a bar in the last line of a terminal. Lines of the result, which may go to the same
 * terminal, take the bar's place, and it is drawn again below them.
 */
final class BarDisplay implements TrainingDisplay {

  private static final int UPDATE_MILLIS = 200;
  private static final int SHORTEST_BAR = 5;
  private static final int LONGEST_BAR = 40;
  private static final String ERASE_LINE = "\r\u001b[K";

  private final Console console;
  private final TrainingSpeed speed;
  private final ResultLines results;
  private final Line line;
  private ProgressBar bar;

  BarDisplay(Console console, int columns, TrainingSpeed speed) {
    this.console = console;
    this.speed = speed;
    this.results = new ResultLines(console);
    this.line = new Line(columns);
  }

  @Override
  public void start(Supplier<TrainingRun.Progress> progress) {
    results.trainingStarts();
    long start = System.nanoTime();
    bar =
        new ProgressBarBuilder()
            .setInitialMax(speed.count())
            .setUpdateIntervalMillis(UPDATE_MILLIS)
            .continuousUpdate()
            .setConsumer(line)
            .setRenderer(
                (state, columns) -> {
                  speed.update(progress.get(), (System.nanoTime() - start) / 1e9);
                  return render(columns);
                })
            .clearDisplayOnFinish()
            .build();
  }

  @Override
  public void print(String text) {
    line.printAbove(text);
  }

  @Override
  public void finish() {
    bar.close();
    line.end();
    results.trainingEnds();
  }

  @Override
  public void abandon() {
    line.abandoned = true;
  }

  @Override
  public void erase() {
    console.err().print(ERASE_LINE);
    console.err().flush();
  }

  /** For example {@code 27% [=====> ] 270/1000 27.8 it/s 267 GFLOP/s 0:26 left cost 0.1137}. */
  String render(int columns) {
    String left = String.format(Locale.ROOT, "%3d%% [", speed.percent());
    String right =
        String.format(Locale.ROOT, "] %d/%d  %s", speed.finished(), speed.count(), speed.text());
    int room = Math.min(LONGEST_BAR, columns - left.length() - right.length());
    if (room < SHORTEST_BAR) {
      String withoutBar = left.replace(" [", "") + right.substring(1);
      return withoutBar.substring(0, Math.min(withoutBar.length(), Math.max(0, columns)));
    }
    int done = (int) ((long) room * speed.finished() / speed.count());
    String head = done < room ? ">" : "";
    return left + "=".repeat(done) + head + " ".repeat(room - done - head.length()) + right;
  }

  /** The terminal's last line, shared by the thread that draws the bar and the one that trains. */
  private final class Line implements ProgressBarConsumer {

    /** Updates from one look at the terminal's width to the next: it costs a process. */
    private static final int UPDATES_PER_LOOK = 10;

    /** Cuts off what is too long, as it is once the terminal has been made narrower. */
    private static final String WITHOUT_WRAPPING = "\u001b[?7l%s\u001b[?7h";

    private int columns;
    private int updates;
    private volatile boolean abandoned;
    private boolean ended;
    private String shown = "";

    Line(int columns) {
      this.columns = columns;
    }

    @Override
    public int getMaxRenderedLength() {
      updates++;
      if (updates % UPDATES_PER_LOOK == 0) {
        columns = console.terminalColumns().get().orElse(columns);
      }
      // Terminals differ in where the cursor goes after the last column.
      return columns - 1;
    }

    @Override
    public synchronized void accept(String text) {
      if (!abandoned && !ended && !text.equals(shown)) {
        shown = text;
        console.err().print(ERASE_LINE + unwrapped(text));
        console.err().flush();
      }
    }

    /** Erases the bar for good: the thread that draws it may have been about to draw once more. */
    synchronized void end() {
      accept("");
      ended = true;
    }

    synchronized void printAbove(String text) {
      if (!abandoned) {
        console.err().print(shown.isEmpty() ? "" : ERASE_LINE);
        console.err().flush();
        results.print(text);
        console.err().print(unwrapped(shown));
        console.err().flush();
      }
    }

    private String unwrapped(String text) {
      return text.isEmpty() ? "" : String.format(Locale.ROOT, WITHOUT_WRAPPING, text);
    }

    @Override
    public void clear() {
      accept("");
    }

    @Override
    public void close() {}
  }
}
