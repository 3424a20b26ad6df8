package io.simdann.step;

import io.simdann.data.ByteFeatures;
import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.kernel.ElementaryFunctions;
import io.simdann.kernel.Kernels;
import io.simdann.kernel.MoreActivations;
import io.simdann.nn.NetworkSpec;
import io.simdann.random.Threefry;
import java.util.stream.IntStream;

/**
 * The canonical order of operations of one gradient, written down as plain loops over unpacked
 * samples with no panels, tiles, threads or skipped zeros: the contract that every engine must
 * equal bit for bit.
 */
public final class CanonicalStep {
  private final NetworkSpec spec;
  private final float[] x;
  private final float scale;
  private final int[] labels;

  /** Of each sample. */
  private final float[] weights;

  /** The numbers of the samples in the data set. */
  private final int[] numbers;

  /** The seed and the iteration, if anything is dropped; else null. */
  private long[] dropping;

  /** The sum over the samples, in the layout of the parameters. */
  public final float[] gradient;

  /** The sum over the samples. */
  public double cost;

  /**
   * The weights of the samples whose most probable class, of equally probable ones the first, is
   * theirs.
   */
  public double correct;

  /** The weights of all samples. */
  public double weightSum;

  /** A step over all samples of a data set, in their order. */
  public static CanonicalStep of(NetworkSpec spec, DataSet data) {
    return of(spec, data, IntStream.range(0, data.samples()).toArray());
  }

  /** A step over some samples of a data set, in the order given. */
  public static CanonicalStep of(NetworkSpec spec, DataSet data, int[] samples) {
    boolean bytes = data.features() instanceof ByteFeatures;
    int features = spec.inputs();
    float[] x = new float[features * samples.length];
    int[] labels = new int[samples.length];
    float[] weights = new float[samples.length];
    for (int i = 0; i < samples.length; i++) {
      for (int feature = 0; feature < features; feature++) {
        int value = samples[i] * features + feature;
        x[i * features + feature] =
            bytes
                ? ((ByteFeatures) data.features()).values()[value] & 0xff
                : ((FloatFeatures) data.features()).values()[value];
      }
      labels[i] = data.labels().classIndices()[samples[i]];
      weights[i] = data.weights().isPresent() ? data.weights().get().values()[samples[i]] : 1f;
    }
    return new CanonicalStep(
        spec, x, bytes ? ByteFeatures.SCALE : 1f, labels, weights, samples.clone());
  }

  /** x is column-major features × samples, to be multiplied with scale. */
  private CanonicalStep(
      NetworkSpec spec, float[] x, float scale, int[] labels, float[] weights, int[] numbers) {
    this.spec = spec;
    this.x = x;
    this.scale = scale;
    this.labels = labels;
    this.weights = weights;
    this.numbers = numbers;
    this.gradient = new float[spec.parameterCount()];
  }

  /** From now on a step of a training, in which what the network says is dropped. */
  public CanonicalStep dropping(long seed, int iteration) {
    dropping = spec.hasDropout() ? new long[] {seed, iteration} : null;
    return this;
  }

  public void run(float[] parameters) {
    int grown = Math.min(256, (labels.length + 7) / 8);
    int size = Math.max(64, Math.max(grown, (labels.length + 63) / 64));
    run(parameters, (size + 31) / 32 * 32);
  }

  /** As if the samples were one shard, however many they are. */
  public void runAsOneShard(float[] parameters) {
    run(parameters, labels.length);
  }

  /** The probabilities of all samples, column-major outputs × samples. */
  public float[] probabilities(float[] parameters) {
    int outputs = spec.outputs();
    float[] result = new float[outputs * labels.length];
    for (int sample = 0; sample < labels.length; sample++) {
      float[] output = forward(parameters, sample, new float[spec.layers() + 1][])[spec.layers()];
      System.arraycopy(output, 0, result, sample * outputs, outputs);
    }
    return result;
  }

  private void run(float[] parameters, int shardSize) {
    int samples = labels.length;
    int shards = (samples + shardSize - 1) / shardSize;
    float[][] gradients = new float[shards][];
    double[][] sums = new double[shards][];
    for (int shard = 0; shard < shards; shard++) {
      gradients[shard] = new float[gradient.length];
      int end = Math.min(samples, (shard + 1) * shardSize);
      sums[shard] = shard(parameters, shard * shardSize, end, gradients[shard]);
    }
    for (int stride = 1; stride < shards; stride *= 2) {
      for (int into = 0; into + stride < shards; into += 2 * stride) {
        for (int i = 0; i < gradient.length; i++) {
          gradients[into][i] += gradients[into + stride][i];
        }
        for (int i = 0; i < 3; i++) {
          sums[into][i] += sums[into + stride][i];
        }
      }
    }
    int firstWeights = spec.biasOffset(1);
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] = gradients[0][i] * (i < firstWeights ? scale : 1f) + 0f;
    }
    cost = sums[0][0];
    correct = sums[0][1];
    weightSum = sums[0][2];
  }

  /** Returns the sums of costs, of the weights of correct samples, and of all weights. */
  private double[] shard(float[] parameters, int from, int to, float[] sum) {
    int layers = spec.layers();
    float[][] biasSums = new float[layers + 1][];
    for (int layer = 1; layer <= layers; layer++) {
      biasSums[layer] = new float[spec.size(layer) * 16];
    }
    double[][] ways = new double[16][3];
    for (int sample = from; sample < to; sample++) {
      int way = (sample - from) % 16;
      float[][] z = new float[layers + 1][];
      float[][] a = forward(parameters, sample, z);
      float[] dz = a[layers].clone();
      ways[way][1] += mostProbable(dz) == labels[sample] ? weights[sample] : 0f;
      ways[way][2] += weights[sample];
      float probability = dz[labels[sample]];
      dz[labels[sample]] -= 1f;
      ways[way][0] += -ElementaryFunctions.log(probability + 1e-8f) * weights[sample];
      for (int output = 0; output < dz.length; output++) {
        dz[output] *= weights[sample];
      }
      for (int layer = layers; layer >= 1; layer--) {
        int outputs = spec.size(layer);
        int inputs = spec.size(layer - 1);
        for (int output = 0; output < outputs; output++) {
          biasSums[layer][output * 16 + way] += dz[output];
          for (int input = 0; input < inputs; input++) {
            int weight = spec.weightOffset(layer) + input * outputs + output;
            sum[weight] = Math.fma(a[layer - 1][input], dz[output], sum[weight]);
          }
        }
        if (layer > 1) {
          dz = propagate(parameters, layer, dz, z[layer - 1], sample);
        }
      }
    }
    for (int layer = 1; layer <= layers; layer++) {
      for (int output = 0; output < spec.size(layer); output++) {
        sum[spec.biasOffset(layer) + output] = Kernels.foldSums(biasSums[layer], output * 16, 1);
      }
    }
    for (int half = 8; half > 0; half /= 2) {
      for (int way = 0; way < half; way++) {
        for (int i = 0; i < 3; i++) {
          ways[way][i] += ways[way + half][i];
        }
      }
    }
    return ways[0];
  }

  private static int mostProbable(float[] probabilities) {
    int best = 0;
    for (int output = 1; output < probabilities.length; output++) {
      best = probabilities[output] > probabilities[best] ? output : best;
    }
    return best;
  }

  /** Fills z, the biased arguments of each layer, and returns the activations. */
  private float[][] forward(float[] parameters, int sample, float[][] z) {
    int layers = spec.layers();
    float[][] a = new float[layers + 1][];
    a[0] = new float[spec.inputs()];
    System.arraycopy(x, sample * a[0].length, a[0], 0, a[0].length);
    drop(0, sample, a[0]);
    for (int layer = 1; layer <= layers; layer++) {
      int outputs = spec.size(layer);
      z[layer] = new float[outputs];
      for (int output = 0; output < outputs; output++) {
        for (int input = 0; input < a[layer - 1].length; input++) {
          float weight = parameters[spec.weightOffset(layer) + input * outputs + output];
          z[layer][output] =
              Math.fma(a[layer - 1][input], layer == 1 ? weight * scale : weight, z[layer][output]);
        }
        z[layer][output] = z[layer][output] + parameters[spec.biasOffset(layer) + output] + 0f;
      }
      a[layer] = z[layer].clone();
      for (int output = 0; layer < layers && output < outputs; output++) {
        a[layer][output] = MoreActivations.value(spec.activation(layer).name(), z[layer][output]);
      }
      if (layer < layers) {
        drop(layer, sample, a[layer]);
      }
    }
    softmax(a[layers]);
    return a;
  }

  /** Values that are kept · 1/(1 − rate), the others +0. */
  private void drop(int layer, int sample, float[] values) {
    if (dropping == null || spec.dropout(layer) == 0) {
      return;
    }
    double rate = spec.dropout(layer);
    long key = Threefry.bits((int) dropping[0], 0x64726f70, (int) dropping[1], layer);
    for (int unit = 0; unit < values.length; unit++) {
      int counter = (unit >> 5) * 16 + (unit & 15);
      long words = Threefry.bits((int) key, (int) (key >> 32), numbers[sample], counter);
      long word = (unit & 16) == 0 ? words & 0xffffffffL : words >>> 32;
      boolean dropped = word / 2 < Math.round(rate * 2147483648.0);
      values[unit] = dropped ? 0f : values[unit] * (float) (1 / (1 - rate));
    }
  }

  private void softmax(float[] z) {
    float max = Float.NEGATIVE_INFINITY;
    for (float value : z) {
      max = Math.max(max, value);
    }
    for (int i = 0; i < z.length; i++) {
      z[i] -= max;
    }
    float sum = 0;
    for (int i = 0; i < z.length; i++) {
      z[i] = ElementaryFunctions.exp(z[i]);
      sum += z[i];
    }
    for (int i = 0; i < z.length; i++) {
      z[i] /= sum;
    }
  }

  private float[] propagate(float[] parameters, int layer, float[] dz, float[] z, int sample) {
    int outputs = spec.size(layer);
    float[] result = new float[z.length];
    for (int input = 0; input < result.length; input++) {
      for (int output = 0; output < outputs; output++) {
        float weight = parameters[spec.weightOffset(layer) + input * outputs + output];
        result[input] = Math.fma(dz[output], weight, result[input]);
      }
    }
    drop(layer - 1, sample, result);
    for (int input = 0; input < result.length; input++) {
      result[input] *= MoreActivations.derivative(spec.activation(layer - 1).name(), z[input]);
    }
    return result;
  }
}
