package io.simdann.spark;

import java.io.Serializable;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import scala.Tuple2;

/** Sorts samples by the partitions they go to, and gives them away in blocks. */
final class Outbox {
  private final BatchLayout layout;
  private final SampleBlock.Builder[] builders;
  private final Deque<Tuple2<Integer, SampleBlock>> ready = new ArrayDeque<>();

  Outbox(BatchLayout layout, SampleForm form) {
    this.layout = layout;
    this.builders = new SampleBlock.Builder[layout.partitions()];
    for (int partition = 0; partition < builders.length; partition++) {
      builders[partition] = new SampleBlock.Builder(form);
    }
  }

  /** Takes what comes from elsewhere and sends its samples. */
  @FunctionalInterface
  interface Sender<T> {
    void send(T taken);
  }

  /**
   * Sends a sample.
   *
   * @param position its position in the order
   * @param classIndex its class
   * @param weight its weight
   * @param values an array of samples
   * @param index which of them
   */
  void send(int position, int classIndex, float weight, Serializable values, int index) {
    int partition = layout.partition(position);
    SampleBlock.Builder builder = builders[partition];
    builder.add(layout.place(position, partition), classIndex, weight, values, index);
    if (builder.isFull()) {
      ready.add(new Tuple2<>(partition, builder.take()));
    }
  }

  /** Returns blocks as they become ready, the partly filled ones at the end. */
  <T> Iterator<Tuple2<Integer, SampleBlock>> fill(Iterator<T> source, Sender<T> sender) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        while (ready.isEmpty() && source.hasNext()) {
          sender.send(source.next());
        }
        for (int partition = 0; ready.isEmpty() && partition < builders.length; partition++) {
          if (!builders[partition].isEmpty()) {
            ready.add(new Tuple2<>(partition, builders[partition].take()));
          }
        }
        return !ready.isEmpty();
      }

      @Override
      public Tuple2<Integer, SampleBlock> next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return ready.poll();
      }
    };
  }
}
