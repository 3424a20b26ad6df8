/**
 * What a network is: its layers, its parameters, and how these start. Nothing here computes. Start
 * at {@link io.simdann.nn.Network}.
 */
package io.simdann.nn;
