/**
 * What a training leaves behind for people to read: its history as CSV and its cost as a plot, and
 * numbers printed as Python prints them.
 *
 * <p>Which files there are, and how they are replaced, is the caller's business. Start reading at
 * {@link io.simdann.report.CostPlot}.
 */
package io.simdann.report;
