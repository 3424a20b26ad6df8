package io.simdann.spark;

import io.simdann.cli.CommandFailedException;
import java.io.IOException;
import java.lang.System.Logger.Level;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A directory for a job's files, on any of Hadoop's file systems, that the job makes. */
final class OutputDirectory {
  private static final System.Logger LOG = System.getLogger(OutputDirectory.class.getName());

  private final Path path;
  private final FileSystem files;

  /**
   * Makes nothing yet.
   *
   * @param path the directory
   * @param settings Hadoop's
   * @throws CommandFailedException if it is there already
   * @throws IOException if its file system can't be asked
   */
  OutputDirectory(String path, Configuration settings) throws CommandFailedException, IOException {
    this.path = new Path(path);
    this.files = this.path.getFileSystem(settings);
    if (files.exists(this.path)) {
      throw new CommandFailedException(
          path + ": is there already, expected the name of a new directory");
    }
  }

  /** After a job that failed: leaves nothing, unless there are files in it. */
  void removeIfEmpty() {
    try {
      files.delete(path, false);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "the directory of a job that failed stays", e);
    }
  }
}
