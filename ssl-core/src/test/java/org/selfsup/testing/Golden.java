package org.selfsup.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Inputs and expected outputs computed by reference implementations, read from the test resource
 * {@code /golden/NAME.safetensors}.
 *
 * <p>Tensors are named {@code CASE/NAME} and hold float32 or int64 values, row-major. Expected
 * floats were computed in float64 from the stored inputs; they agree with an actual value when
 * {@code |actual - expected| <= atol + rtol * |expected|}.
 */
public final class Golden {

    /** Relative tolerance where a case states none. */
    public static final double RTOL = 1e-4;

    /** Absolute tolerance where a case states none. */
    public static final double ATOL = 1e-5;

    private final String name;
    private final JsonObject header;
    private final ByteBuffer data;

    private Golden(String name, JsonObject header, ByteBuffer data) {
        this.name = name;
        this.header = header;
        this.data = data;
    }

    /** The group {@code name}. */
    public static Golden open(String name) {
        String resource = "/golden/" + name + ".safetensors";
        try (InputStream in = Golden.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no test resource " + resource);
            }
            ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            byte[] header = new byte[Math.toIntExact(file.getLong())];
            file.get(header);
            return new Golden(
                    name,
                    JsonParser.parseString(new String(header, UTF_8)).getAsJsonObject(),
                    file.slice().order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether there is a tensor of that name. */
    public boolean has(String tensor) {
        return header.has(tensor);
    }

    /** The values of a float32 tensor. */
    public float[] floats(String tensor) {
        float[] values = new float[elements(tensor)];
        bytes(tensor, "F32").asFloatBuffer().get(values);
        return values;
    }

    /** The values of an int64 tensor. */
    public long[] longs(String tensor) {
        long[] values = new long[elements(tensor)];
        bytes(tensor, "I64").asLongBuffer().get(values);
        return values;
    }

    /** The shape of a tensor, empty for a scalar. */
    public long[] shape(String tensor) {
        return entry(tensor).getAsJsonArray("shape").asList().stream()
                .mapToLong(JsonElement::getAsLong)
                .toArray();
    }

    /** Asserts that values agree with a float32 tensor within the default tolerance. */
    public void assertClose(String tensor, float[] actual) {
        assertClose(tensor, actual, RTOL, ATOL);
    }

    /** Asserts that values agree with a float32 tensor within a tolerance. */
    public void assertClose(String tensor, float[] actual, double rtol, double atol) {
        float[] expected = floats(tensor);
        assertThat(actual).as(tensor).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i])
                    .as("%s at %d", tensor, i)
                    .isCloseTo(expected[i], within(atol + rtol * Math.abs(expected[i])));
        }
    }

    private ByteBuffer bytes(String tensor, String type) {
        JsonObject entry = entry(tensor);
        String found = entry.get("dtype").getAsString();
        if (!found.equals(type)) {
            throw new IllegalArgumentException(
                    "Tensor " + tensor + " of " + name + " is " + found + ", not " + type);
        }
        int begin = entry.getAsJsonArray("data_offsets").get(0).getAsInt();
        int end = entry.getAsJsonArray("data_offsets").get(1).getAsInt();
        return data.slice(begin, end - begin).order(ByteOrder.LITTLE_ENDIAN);
    }

    private int elements(String tensor) {
        long product = 1;
        for (long size : shape(tensor)) {
            product *= size;
        }
        return Math.toIntExact(product);
    }

    private JsonObject entry(String tensor) {
        JsonObject entry = header.getAsJsonObject(tensor);
        if (entry == null) {
            throw new IllegalArgumentException("There is no tensor " + tensor + " in " + name);
        }
        return entry;
    }
}
