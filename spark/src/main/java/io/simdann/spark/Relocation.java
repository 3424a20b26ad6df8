package io.simdann.spark;

import java.util.Iterator;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/** Sends the samples of blocks that lie in their own order to where a new order has them. */
final class Relocation
    implements PairFlatMapFunction<Iterator<Tuple2<Integer, SampleBlock>>, Integer, SampleBlock> {

  private static final long serialVersionUID = 1L;

  private final BatchLayout layout;
  private final Broadcast<int[]> positions;
  private final SampleForm form;

  /**
   * To a new order.
   *
   * @param layout the layout of both orders
   * @param positions the new position of each sample
   * @param form what samples consist of
   */
  Relocation(BatchLayout layout, Broadcast<int[]> positions, SampleForm form) {
    this.layout = layout;
    this.positions = positions;
    this.form = form;
  }

  @Override
  public Iterator<Tuple2<Integer, SampleBlock>> call(
      Iterator<Tuple2<Integer, SampleBlock>> blocks) {
    Outbox outbox = new Outbox(layout, form);
    int[] newPositions = positions.value();
    return outbox.fill(
        blocks,
        keyed -> {
          int partition = keyed._1();
          SampleBlock block = keyed._2();
          for (int i = 0; i < block.places.length; i++) {
            int sample = layout.position(block.places[i], partition);
            outbox.send(
                newPositions[sample], block.classIndices[i], block.weight(i), block.values, i);
          }
        });
  }
}
