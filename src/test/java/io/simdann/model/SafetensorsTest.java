package io.simdann.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafetensorsTest {

  @TempDir private Path directory;

  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    Path path = directory.resolve("golden");
    String json =
        "{\"__metadata__\":{\"a\":\"1\",\"b\":\"ä\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[1,2],\"data_offsets\":[0,8]},"
            + "\"b\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}} ";
    byte[] header = json.getBytes(StandardCharsets.UTF_8);
    assertEquals(144, header.length);
    byte[] golden =
        ByteBuffer.allocate(8 + 144 + 12)
            .put(HexFormat.of().parseHex("9000000000000000"))
            .put(header)
            .put(HexFormat.of().parseHex("0000803f" + "000020c0" + "00000080"))
            .array();
    Map<String, String> unsorted = new LinkedHashMap<>();
    unsorted.put("b", "ä");
    unsorted.put("a", "1");

    Safetensors.write(
        path,
        List.of(
            new Tensor("w", List.of(1, 2), new float[] {1f, -2.5f}),
            new Tensor("b", List.of(), new float[] {-0f})),
        unsorted);

    assertArrayEquals(golden, Files.readAllBytes(path));
  }

  @Test
  void everyBitSurvives() throws IOException {
    Random random = new Random(3);
    int[] bits = random.ints(100_003).toArray();
    bits[0] = 0x80000000; // -0
    bits[1] = 0x00000001; // the smallest subnormal
    bits[2] = 0x807fffff; // the largest subnormal, negative
    bits[3] = 0x7fc00001; // NaNs with payloads, quiet and signalling
    bits[4] = 0xffc0beef;
    bits[5] = 0x7f800001;
    bits[6] = 0xffbfffff;
    bits[7] = 0x7f800000;
    bits[8] = 0xff800000;
    float[] values = new float[bits.length];
    ByteBuffer raw = ByteBuffer.allocate(4 * bits.length).order(ByteOrder.LITTLE_ENDIAN);
    raw.asIntBuffer().put(bits);
    raw.order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    Path path = directory.resolve("bits");

    Safetensors.write(path, List.of(new Tensor("x", List.of(values.length), values)), Map.of());
    Safetensors read = Safetensors.read(path);

    byte[] file = Files.readAllBytes(path);
    assertArrayEquals(
        raw.array(), Arrays.copyOfRange(file, file.length - raw.capacity(), file.length));
    float[] back = read.tensor("x").orElseThrow().values();
    assertArrayEquals(bits, floatBits(back));
  }

  @Test
  void namesShapesOrderAndMetadataSurvive() throws IOException {
    List<Tensor> tensors =
        List.of(
            new Tensor("z.weight", List.of(2, 3), new float[] {1, 2, 3, 4, 5, 6}),
            new Tensor("a \"quoted\"\\\n\u0001 ünïcödé \ud83d\ude00", List.of(1), new float[] {7}),
            new Tensor("", List.of(), new float[] {8}),
            new Tensor("empty", List.of(3, 0, 2), new float[0]),
            new Tensor("deep", List.of(1, 1, 1, 1, 1, 2), new float[] {9, 10}));
    Map<String, String> metadata = Map.of("format", "pt", "", "\t\u2028", "ключ", "\"{}\"");
    Path path = directory.resolve("model");

    Safetensors.write(path, tensors, metadata);
    Safetensors read = Safetensors.read(path);

    assertEquals(metadata, read.metadata());
    assertEquals(List.of("", "format", "ключ"), new ArrayList<>(read.metadata().keySet()));
    assertEquals(
        tensors.stream().map(Tensor::name).sorted().toList(),
        read.tensors().stream().map(Tensor::name).sorted().toList());
    for (Tensor tensor : tensors) {
      Tensor found = read.tensor(tensor.name()).orElseThrow();
      assertEquals(tensor.shape(), found.shape());
      assertArrayEquals(tensor.values(), found.values());
    }
    assertTrue(read.tensor("missing").isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 32_767, 32_768, 32_769, 65_536, 100_000})
  void sizesAroundTheBufferSurvive(int size) throws IOException {
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = i;
    }
    Path path = directory.resolve("sizes");

    Safetensors.write(path, List.of(new Tensor("x", List.of(size), values)), Map.of());

    assertArrayEquals(values, Safetensors.read(path).tensor("x").orElseThrow().values());
  }

  @Test
  void dataAreAlignedWhateverTheNames() throws IOException {
    Path path = directory.resolve("aligned");
    for (int length = 1; length <= 17; length++) {
      Safetensors.write(
          path, List.of(new Tensor("n".repeat(length), List.of(1), new float[1])), Map.of());
      byte[] file = Files.readAllBytes(path);

      assertEquals(0, (file.length - 4) % 8);
      assertEquals(file.length - 4 - 8, file[0]);
      Safetensors.read(path);
    }
  }

  @Test
  void equalContentGivesEqualBytes() throws IOException {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    Map<String, String> ascending = new LinkedHashMap<>();
    Map<String, String> descending = new LinkedHashMap<>();
    for (int i = 0; i < 50; i++) {
      ascending.put("key" + i, "text " + i);
      descending.put("key" + (49 - i), "text " + (49 - i));
    }
    List<Tensor> tensors = List.of(new Tensor("x", List.of(2), new float[] {1, 2}));

    Safetensors.write(first, tensors, ascending);
    Safetensors.write(second, tensors, descending);

    assertEquals(-1, Files.mismatch(first, second));
  }

  @Test
  void aFileWithoutTensorsIsAllowed() throws IOException {
    Path path = directory.resolve("nothing");

    Safetensors.write(path, List.of(), Map.of());

    assertArrayEquals(
        HexFormat.of().parseHex("0800000000000000" + "7b7d202020202020"), Files.readAllBytes(path));
    assertEquals(new Safetensors(List.of(), Map.of()), Safetensors.read(path));
  }

  @Test
  void aRefusedModelLeavesTheOldFileUntouched() throws IOException {
    Path path = directory.resolve("model");
    Tensor tensor = new Tensor("x", List.of(1), new float[1]);
    Safetensors.write(path, List.of(tensor), Map.of());
    byte[] before = Files.readAllBytes(path);

    assertEquals(
        "two tensors have the name \"x\", expected distinct names",
        assertThrows(
                IllegalArgumentException.class,
                () -> Safetensors.write(path, List.of(tensor, tensor), Map.of()))
            .getMessage());
    assertThrows(
        IllegalArgumentException.class,
        () -> Safetensors.write(path, List.of(tensor), Map.of("half", "\ud83d")));
    assertThrows(
        IllegalArgumentException.class,
        () -> Safetensors.write(path, List.of(), Map.of("long", "x".repeat(100_000_000))));

    assertArrayEquals(before, Files.readAllBytes(path));
    assertEquals(1, directory.toFile().list().length);
  }

  @Test
  void aTensorsShapeMustFitItsValues() {
    assertEquals(
        "tensor \"x\": shape [2, 3] needs 6 values, found 5", refusedTensor("x", List.of(2, 3), 5));
    assertEquals(
        "tensor \"x\": dimensions are [-2, -3], expected 0 or more",
        refusedTensor("x", List.of(-2, -3), 6));
    assertEquals(
        "tensor \"x\": the product of the dimensions [65536, 65536, 65536, 65536] overflows",
        refusedTensor("x", List.of(65_536, 65_536, 65_536, 65_536), 0));
    assertEquals(
        "tensor name \"__metadata__\" is reserved or not well-formed Unicode",
        refusedTensor("__metadata__", List.of(1), 1));
    refusedTensor("half \udc00", List.of(1), 1);
  }

  private static String refusedTensor(String name, List<Integer> shape, int length) {
    return assertThrows(
            IllegalArgumentException.class, () -> new Tensor(name, shape, new float[length]))
        .getMessage();
  }

  private static int[] floatBits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return bits;
  }
}
