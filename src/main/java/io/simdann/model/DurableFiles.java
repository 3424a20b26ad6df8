package io.simdann.model;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * Steps of which a replacement of files is made that outlasts a power failure.
 *
 * @hidden internal
 */
public final class DurableFiles {

  private DurableFiles() {}

  /**
   * Writes a file and forces its content to the disk. An interrupt of the thread neither stops the
   * writing nor is lost.
   *
   * @param file the file, created if it isn't there
   * @param content what to write
   * @throws IOException if it can't be written; a part of it may then be there
   */
  public static void write(Path file, AtomicFile.Content content) throws IOException {
    // A FileChannel would be closed by an interrupt. Newer JDKs take that of a FileOutputStream
    // when they copy to one: so they get to see a buffer.
    try (FileOutputStream out = new FileOutputStream(file.toFile())) {
      BufferedOutputStream buffered = new BufferedOutputStream(out);
      content.writeTo(buffered);
      buffered.flush();
      out.getFD().sync();
    }
  }

  /**
   * Gives a file the permissions of the one whose place it will take, if there is one.
   *
   * @param file a file
   * @param replaced another, which need not exist
   * @throws IOException if the permissions can't be read or set
   */
  public static void takePermissions(Path file, Path replaced) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view != null && Files.exists(replaced)) {
      view.setPermissions(Files.getPosixFilePermissions(replaced));
    }
  }

  /**
   * Makes what was created, renamed or removed in a directory outlast a power failure, where the
   * platform can: Windows opens no directories.
   *
   * @param directory the directory
   */
  public static void force(Path directory) {
    // An interrupt would close the channel.
    boolean interrupted = Thread.interrupted();
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Everything is in place; only a power failure now could bring the old state back.
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
