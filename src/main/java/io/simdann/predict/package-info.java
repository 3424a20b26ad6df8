/**
 * Prediction with a trained network: of classes ({@link io.simdann.predict.Classifier}), of labels
 * of which a sample may have several ({@link io.simdann.predict.MultiLabelClassifier}), and of
 * numbers ({@link io.simdann.predict.Regressor}); for many samples at a time, or for single ones in
 * microseconds ({@link io.simdann.predict.Predictor} and its like).
 */
package io.simdann.predict;
