package org.selfsup.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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
 * {@code /golden/NAME.safetensors}; what a part of the library makes of the inputs is compared, and
 * how far off it was is kept for docs/agreement.md.
 *
 * <p>Tensors are named {@code CASE/NAME} and hold float32 or int64 values, row-major. Expected
 * floats were computed in float64 from the stored inputs. What a tensor tolerates stands in {@link
 * References}; where nothing is said {@code |actual - expected| <= 1e-5 + 1e-4 |expected|}.
 */
public final class Golden {

    private final String group;
    private final Class<?> part;
    private final String difference;
    private final JsonObject header;
    private final ByteBuffer data;

    private Golden(
            String group, Class<?> part, String difference, JsonObject header, ByteBuffer data) {
        this.group = group;
        this.part = part;
        this.difference = difference;
        this.header = header;
        this.data = data;
    }

    /**
     * A group of cases.
     *
     * @param group its name
     * @param part what the tests compare with it
     */
    public static Golden open(String group, Class<?> part) {
        String resource = "/golden/" + group + ".safetensors";
        try (InputStream in = Golden.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no test resource " + resource);
            }
            ByteBuffer file = ByteBuffer.wrap(in.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
            byte[] header = new byte[Math.toIntExact(file.getLong())];
            file.get(header);
            return new Golden(
                    group,
                    part,
                    "",
                    JsonParser.parseString(new String(header, UTF_8)).getAsJsonObject(),
                    file.slice().order(ByteOrder.LITTLE_ENDIAN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same group for another part. */
    public Golden of(Class<?> other) {
        return new Golden(group, other, difference, header, data);
    }

    /**
     * The same group for a part whose convention is not the reference's.
     *
     * @param how what differs, and what the test does about it
     */
    public Golden differing(String how) {
        return new Golden(group, part, how, header, data);
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

    /** Asserts that values agree with a float32 tensor within what it tolerates. */
    public void assertClose(String tensor, float... actual) {
        compare(tensor, floats(tensor), actual, References.tolerance(group, tensor));
    }

    /** Asserts that whole numbers are those of an int64 tensor. */
    public void assertEqual(String tensor, long... actual) {
        assertThat(actual).as(tensor).containsExactly(longs(tensor));
        add(tensor, new Tolerance.Deviation(0, 0, Tolerance.EQUAL));
    }

    /** Asserts that 8-bit levels are those of an int64 tensor within a number of levels. */
    public void assertLevels(String tensor, long[] actual, int levels) {
        float[] expected = levels(longs(tensor));
        compare(tensor, expected, levels(actual), Tolerance.levels(levels));
    }

    private void compare(String tensor, float[] expected, float[] actual, Tolerance tolerance) {
        assertThat(actual).as(tensor).hasSameSizeAs(expected);
        add(tensor, tolerance.compare(tensor, expected, actual));
    }

    private void add(String tensor, Tolerance.Deviation deviation) {
        Agreement.add(group, tensor, part, difference, deviation);
    }

    private static float[] levels(long[] values) {
        float[] levels = new float[values.length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = values[i];
        }
        return levels;
    }

    private ByteBuffer bytes(String tensor, String type) {
        JsonObject entry = entry(tensor);
        String found = entry.get("dtype").getAsString();
        if (!found.equals(type)) {
            throw new IllegalArgumentException(
                    "Tensor " + tensor + " of " + group + " is " + found + ", not " + type);
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
            throw new IllegalArgumentException("There is no tensor " + tensor + " in " + group);
        }
        return entry;
    }
}
