package org.selfsup.report;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.ToNumberPolicy;
import com.google.gson.TypeAdapter;
import com.google.gson.reflect.TypeToken;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.WholeFile;

/**
 * JSON files of named values. JSON has no NaN and no infinity: both are written as null, and null
 * is read as null.
 */
final class Json {

    private static final TypeAdapter<Number> NUMBER =
            new TypeAdapter<>() {
                @Override
                public void write(JsonWriter out, @Nullable Number value) throws IOException {
                    if (value == null || !Double.isFinite(value.doubleValue())) {
                        out.nullValue();
                    } else {
                        out.value(value);
                    }
                }

                @Override
                public @Nullable Number read(JsonReader in) throws IOException {
                    if (in.peek() == JsonToken.NULL) {
                        in.nextNull();
                        return null;
                    }
                    return in.nextDouble();
                }
            };

    private static final Gson GSON =
            new GsonBuilder()
                    .setPrettyPrinting()
                    .serializeNulls()
                    .disableHtmlEscaping()
                    .setStrictness(Strictness.STRICT)
                    .setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
                    .registerTypeAdapter(Double.class, NUMBER)
                    .registerTypeAdapter(double.class, NUMBER)
                    .registerTypeAdapter(Float.class, NUMBER)
                    .registerTypeAdapter(float.class, NUMBER)
                    .create();

    private Json() {}

    static String text(Map<String, ?> values) {
        return GSON.toJson(values) + "\n";
    }

    static Map<String, @Nullable Object> read(Path file) throws IOException {
        String text = WholeFile.readText(file);
        try {
            Map<String, @Nullable Object> values =
                    GSON.fromJson(text, new TypeToken<Map<String, @Nullable Object>>() {});
            if (values != null) {
                return values;
            }
        } catch (JsonParseException e) {
            throw new IOException(file + " is not valid JSON: " + e.getMessage(), e);
        }
        throw new IOException(file + " is empty; restore it or start a new run");
    }
}
