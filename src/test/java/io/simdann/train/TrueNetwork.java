package io.simdann.train;

import io.simdann.data.DataSet;
import io.simdann.data.FloatFeatures;
import io.simdann.data.FloatTargets;
import io.simdann.data.Labels;
import io.simdann.kernel.TrueErf;
import io.simdann.nn.NetworkSpec;

/**
 * The loss of a network in float64, written from the definitions, and its gradient by finite
 * differences: no derivative is written down here. Steps of optimizers follow the papers.
 */
final class TrueNetwork {
  /** The differences are of fourth order, so that this leaves errors of some 1e-12. */
  private static final double H = 1e-3;

  private final NetworkSpec spec;
  private final DataSet data;
  private final FloatFeatures features;

  /** The least |z| at a kink in the last pass. */
  private double margin;

  TrueNetwork(NetworkSpec spec, DataSet data) {
    this.spec = spec;
    this.data = data;
    this.features = (FloatFeatures) data.features();
  }

  /** The mean loss of the samples. */
  double loss(double[] parameters) {
    margin = Double.POSITIVE_INFINITY;
    double sum = 0;
    for (int sample = 0; sample < data.samples(); sample++) {
      sum += cost(outputs(parameters, sample), sample);
    }
    return sum / data.samples();
  }

  /** Whether no difference goes over a kink of an activation or a loss. */
  boolean isSmoothAround(double[] parameters) {
    loss(parameters);
    return margin > 20 * H;
  }

  double[] gradient(double[] parameters) {
    double[] gradient = new double[parameters.length];
    for (int i = 0; i < gradient.length; i++) {
      gradient[i] =
          (8 * (at(parameters, i, H) - at(parameters, i, -H))
                  - (at(parameters, i, 2 * H) - at(parameters, i, -2 * H)))
              / (12 * H);
    }
    return gradient;
  }

  private double at(double[] parameters, int i, double change) {
    double before = parameters[i];
    parameters[i] = before + change;
    double loss = loss(parameters);
    parameters[i] = before;
    return loss;
  }

  /** z of the last layer. */
  private double[] outputs(double[] parameters, int sample) {
    double[] below = new double[spec.inputs()];
    for (int i = 0; i < below.length; i++) {
      below[i] = features.values()[sample * below.length + i];
    }
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int units = spec.size(layer);
      double[] z = new double[units];
      for (int unit = 0; unit < units; unit++) {
        z[unit] = parameters[spec.biasOffset(layer) + unit];
        for (int input = 0; input < below.length; input++) {
          z[unit] += parameters[spec.weightOffset(layer) + input * units + unit] * below[input];
        }
        if (layer < spec.layers()) {
          z[unit] = activated(spec.activation(layer).name(), z[unit]);
        }
      }
      below = z;
    }
    return below;
  }

  private double activated(String name, double z) {
    return switch (name) {
      case "identity" -> z;
      case "sigmoid" -> 1 / (1 + Math.exp(-z));
      case "tanh" -> Math.tanh(z);
      case "relu" -> kink(z) > 0 ? z : 0;
      case "leaky_relu" -> kink(z) > 0 ? z : 0.01 * z;
      case "elu" -> kink(z) > 0 ? z : Math.expm1(z);
      case "gelu" -> z * 0.5 * (1 + TrueErf.erf(z / Math.sqrt(2)));
      case "silu" -> z / (1 + Math.exp(-z));
      default -> throw new IllegalArgumentException(name);
    };
  }

  private double kink(double distance) {
    margin = Math.min(margin, Math.abs(distance));
    return distance;
  }

  private double cost(double[] z, int sample) {
    if (data.targets() instanceof Labels labels) {
      int target = labels.classIndices()[sample];
      return spec.isBinary() ? logistic(z[0], target) : softmax(z, target);
    }
    FloatTargets targets = (FloatTargets) data.targets();
    double sum = 0;
    for (int output = 0; output < z.length; output++) {
      sum += element(z[output], targets.values()[sample * z.length + output]);
    }
    return sum / z.length;
  }

  private double softmax(double[] z, int target) {
    double smoothing = spec.loss().parameter().orElse(0);
    double sum = 0;
    for (double value : z) {
      sum += Math.exp(value);
    }
    double cost = 0;
    for (int output = 0; output < z.length; output++) {
      double wanted = (output == target ? 1 - smoothing : 0) + smoothing / z.length;
      cost -= wanted * Math.log(Math.exp(z[output]) / sum);
    }
    return cost;
  }

  private static double logistic(double z, double target) {
    return -target * Math.log(1 / (1 + Math.exp(-z)))
        - (1 - target) * Math.log(1 / (1 + Math.exp(z)));
  }

  private double element(double z, double target) {
    double residual = target - z;
    double parameter = spec.loss().parameter().orElse(Double.NaN);
    return switch (spec.loss().name()) {
      case "sigmoid_cross_entropy" -> logistic(z, target);
      case "squared_error" -> residual * residual;
      case "absolute_error" -> Math.abs(kink(residual));
      case "huber" ->
          Math.abs(residual) <= parameter
              ? residual * residual / 2
              : parameter * (Math.abs(residual) - parameter / 2);
      case "quantile" -> kink(residual) > 0 ? parameter * residual : (parameter - 1) * residual;
      case "poisson" -> Math.exp(z) - target * z;
      default -> throw new IllegalArgumentException(spec.loss().name());
    };
  }

  /** A step of an optimizer, from 0, in place; {@code slots} has two arrays of zeros at first. */
  void step(FirstOrderSettings optimizer, int step, double[] parameters, double[][] slots) {
    double[] gradient = gradient(parameters);
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = stepped(optimizer, step, parameters[i], gradient[i], i, slots);
    }
  }

  private double stepped(
      FirstOrderSettings optimizer, int step, double before, double g, int i, double[][] slots) {
    double rate = optimizer.learningRate();
    double[] first = slots[0];
    double[] second = slots[1];
    if (optimizer instanceof Sgd sgd) {
      first[i] = sgd.momentum() * first[i] + g;
      return before - rate * (sgd.nesterov() ? g + sgd.momentum() * first[i] : first[i]);
    }
    if (optimizer instanceof Rmsprop rmsprop) {
      second[i] = rmsprop.rho() * second[i] + (1 - rmsprop.rho()) * g * g;
      return before - rate * g / (Math.sqrt(second[i]) + 1e-8);
    }
    Adam adam = (Adam) optimizer;
    first[i] = adam.beta1() * first[i] + (1 - adam.beta1()) * g;
    second[i] = adam.beta2() * second[i] + (1 - adam.beta2()) * g * g;
    double mean = first[i] / (1 - Math.pow(adam.beta1(), step + 1));
    double square = second[i] / (1 - Math.pow(adam.beta2(), step + 1));
    double decayed = isBias(i) ? before : before - rate * adam.weightDecay() * before;
    return decayed - rate * mean / (Math.sqrt(square) + 1e-8);
  }

  private boolean isBias(int parameter) {
    for (int layer = 1; layer <= spec.layers(); layer++) {
      int start = spec.biasOffset(layer);
      if (parameter >= start && parameter < start + spec.size(layer)) {
        return true;
      }
    }
    return false;
  }
}
