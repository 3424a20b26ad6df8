/**
 * The command line: one class per command, and what they share. Nothing is computed here that a
 * library user would miss. Internal: no part of the API.
 *
 * <p>Results go to standard output, everything else to standard error. Exit codes: 0 if all went
 * well, 1 if a command failed, 2 if it was called wrongly; whoever ends a training by a signal gets
 * what the JVM returns then. A failure is told in exactly one line that begins with {@code
 * simdann:}.
 *
 * <p>Start reading at {@link io.simdann.cli.Main}.
 */
package io.simdann.cli;
