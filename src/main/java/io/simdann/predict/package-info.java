/**
 * Prediction with a trained network: of many samples ({@link io.simdann.predict.Classifier}), and
 * of single ones in microseconds ({@link io.simdann.predict.Predictor}).
 */
package io.simdann.predict;
