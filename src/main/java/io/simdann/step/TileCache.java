package io.simdann.step;

import io.simdann.kernel.HeapBytes;
import io.simdann.sparse.SparseTile;

/**
 * The transposed tiles of a batch that comes again and again, as the full batch does. Each tile is
 * filled by the thread that works on it first; no two threads work on one tile at the same time.
 */
public final class TileCache {
  /** Tiles begin at multiples of this many samples of a shard, and shards at multiples of it. */
  private static final int STEP = 16;

  private final SparseTile[] tiles;

  TileCache(int samples) {
    this.tiles = new SparseTile[places(samples)];
  }

  /** What the cache for some samples takes of the heap, without its tiles. */
  static long heapBytes(int samples) {
    return HeapBytes.array(places(samples), Integer.BYTES);
  }

  private static int places(int samples) {
    return samples / STEP + 1;
  }

  SparseTile get(int from) {
    return tiles[from / STEP];
  }

  void put(int from, SparseTile tile) {
    tiles[from / STEP] = tile;
  }
}
