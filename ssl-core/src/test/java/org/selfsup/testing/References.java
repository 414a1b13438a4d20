package org.selfsup.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;

/**
 * Who computed the golden cases, what there is to compare in each, and what is tolerated: the test
 * resource {@code /golden/references.json}.
 */
final class References {

    private static final JsonObject GROUPS = read();

    private References() {}

    private static JsonObject read() {
        try (InputStream in = References.class.getResourceAsStream("/golden/references.json")) {
            return JsonParser.parseReader(new InputStreamReader(Objects.requireNonNull(in), UTF_8))
                    .getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the cases of a group. */
    static Set<String> cases(String group) {
        return GROUPS.getAsJsonObject(group).keySet();
    }

    /** The names of the results and gradients of a case. */
    static Set<String> expected(String group, String name) {
        return expected(of(group, name)).keySet();
    }

    /** The library with its version, or the formula, that a case was computed with. */
    static String reference(String group, String name) {
        return of(group, name).get("reference").getAsString();
    }

    /** What a tensor, named CASE/NAME, tolerates. */
    static Tolerance tolerance(String group, String tensor) {
        int slash = tensor.indexOf('/');
        JsonObject stated =
                expected(of(group, tensor.substring(0, slash)))
                        .getAsJsonObject(tensor.substring(slash + 1));
        if (stated == null || stated.isEmpty()) {
            return Tolerance.DEFAULT;
        }
        return stated.has("norm")
                ? Tolerance.ofNorm(stated.get("norm").getAsDouble())
                : Tolerance.of(stated.get("rtol").getAsDouble(), stated.get("atol").getAsDouble());
    }

    private static JsonObject of(String group, String name) {
        return GROUPS.getAsJsonObject(group).getAsJsonObject(name);
    }

    private static JsonObject expected(JsonObject reference) {
        return reference.getAsJsonObject("expected");
    }
}
