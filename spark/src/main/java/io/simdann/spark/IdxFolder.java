package io.simdann.spark;

import io.simdann.data.mnist.MnistDirectory;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** A folder of IDX files on any of Hadoop's file systems. */
final class IdxFolder implements MnistDirectory.Folder {

  private final Path path;
  private final FileSystem files;

  /**
   * Finds the file system.
   *
   * @param path the folder
   * @param settings Hadoop's
   * @throws IOException if there is no such file system
   */
  IdxFolder(String path, Configuration settings) throws IOException {
    this.path = new Path(path);
    this.files = this.path.getFileSystem(settings);
  }

  @Override
  public boolean holds(String name) throws IOException {
    Path file = new Path(path, name);
    return files.exists(file) && files.getFileStatus(file).isFile();
  }

  @Override
  public long length(String name) throws IOException {
    return files.getFileStatus(new Path(path, name)).getLen();
  }

  @Override
  public InputStream open(String name) throws IOException {
    return files.open(new Path(path, name));
  }

  @Override
  public String toString() {
    return path.toString();
  }
}
