package io.simdann.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PythonFloatTest {

  @ParameterizedTest
  @CsvSource({
    "0x1.999999999999ap-4, 0.1",
    "0x1.5555555555555p-2, 0.3333333333333333",
    "0x1.6540da740da74p+6, 89.31333333333333",
    "0x1.0c962fc962fc9p+3, 8.393333333333333",
    "0x1.ebd00a2c2ef2cp-3, 0.2401428980573369",
    "0x1.9000000000000p+6, 100.0",
    "0x1.c6bf526340000p+49, 1000000000000000.0",
    "0x1.1c37937e08000p+53, 1e+16",
    "0x1.b69b4ba630f35p+56, 1.2345678901234568e+17",
    "0x1.1c37937e07fffp+53, 9999999999999998.0",
    "0x1.a36e2eb1c432dp-14, 0.0001",
    "0x1.4f8b588e368f1p-17, 1e-05",
    "0x1.421f5f40d8376p-23, 1.5e-07",
    "0x0.0000000000001p-1022, 5e-324",
    "0x0.0000000000003p-1022, 1.5e-323",
    "0x0.000000000002dp-1022, 2.2e-322",
    "0x1.0000000000000p-1022, 2.2250738585072014e-308",
    "0x1.fffffffffffffp+1023, 1.7976931348623157e+308",
    "0x1.52d02c7e14af6p+77, 2e+23",
    "0x1.52d02c7e14af6p+76, 1e+23",
    "0x1.0000000000000p+53, 9007199254740992.0",
    "0x1.0f0cf064dd592p+73, 1e+22",
    "0x1.0624dd2f1a9fcp-9, 0.002",
    "0x1.711947cfa26a2p-17, 1.1e-05",
    "0x1.c7e83209e90b2p+72, 8.41e+21",
    "0x1.c7fffffffffffp+5, 56.99999999999999",
    "-0x0.0p+0, -0.0",
    "-0x1.4000000000000p+1, -2.5",
    "-0x1.d8b7628dbd25ep+49, -1039514241563211.8",
    "-0x1.11fdecb91ce37p-243, -7.571968556055867e-74",
    "0x1.0691c238642eap-540, 2.8497478716107576e-163",
    "0x1.0c07e9e115e4bp+799, 3.490691392124745e+240",
    "0x1.4d8399f767c45p+23, 10928588.983213553",
  })
  void numbersPrintAsPythonPrintsThem(String value, String expected) {
    assertEquals(expected, PythonFloat.repr(Double.parseDouble(value)));
  }

  @Test
  void aTieBetweenTwoDecimalsGoesToTheEvenDigit() {
    assertEquals("5.684341886080802e-14", PythonFloat.repr(Math.scalb(1.0, -44)));
  }

  @Test
  void whatIsNoNumberHasAName() {
    assertEquals("nan", PythonFloat.repr(Double.NaN));
    assertEquals("inf", PythonFloat.repr(Double.POSITIVE_INFINITY));
    assertEquals("-inf", PythonFloat.repr(Double.NEGATIVE_INFINITY));
  }

  @Test
  void everyNumberReadsBackAndNoDigitCouldBeSpared() {
    Random random = new Random(11);
    for (int i = 0; i < 20_000; i++) {
      double value = i % 2 == 0 ? random.nextDouble() : anyFinite(random);
      String printed = PythonFloat.repr(value);
      assertEquals(value, Double.parseDouble(printed), printed);
      int digits = new BigDecimal(printed).stripTrailingZeros().precision();
      if (digits > 1) {
        BigDecimal exact = new BigDecimal(value);
        for (RoundingMode mode : new RoundingMode[] {RoundingMode.DOWN, RoundingMode.UP}) {
          double shorter = exact.round(new MathContext(digits - 1, mode)).doubleValue();
          assertNotEquals(value, shorter, printed);
        }
      }
    }
  }

  private static double anyFinite(Random random) {
    double value;
    do {
      value = Double.longBitsToDouble(random.nextLong());
    } while (!Double.isFinite(value));
    return value;
  }
}
