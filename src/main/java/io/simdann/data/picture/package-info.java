/**
 * Pictures of digits, brought into the form of MNIST's. Start at {@link
 * io.simdann.data.picture.DigitImage}.
 */
package io.simdann.data.picture;
