import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.FormIndex;
import org.javarosa.core.model.GroupDef;
import org.javarosa.core.model.QuestionDef;
import org.javarosa.core.model.SelectChoice;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceFactory;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.core.services.IPropertyManager;
import org.javarosa.core.services.PropertyManager;
import org.javarosa.core.services.properties.IPropertyRules;
import org.javarosa.core.util.JavaRosaCoreModule;
import org.javarosa.form.api.FormEntryController;
import org.javarosa.form.api.FormEntryModel;
import org.javarosa.form.api.FormEntryPrompt;
import org.javarosa.model.xform.XFormSerializingVisitor;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormAnswerDataParser;
import org.javarosa.xform.util.XFormAnswerDataSerializer;
import org.javarosa.xform.util.XFormUtils;

/** Carries out interviews in JavaRosa: one JSON request a line in, one answer a line out. */
public final class JavaRosaOracle {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Path> MEDIA = new HashMap<>();

    private final FormDef form;
    private final FormEntryModel model;
    private final FormEntryController controller;
    private final Map<String, FormIndex> places = new HashMap<>();
    private final double loaded;
    private final double opened;

    private JavaRosaOracle(String xml) throws Exception {
        long start = System.nanoTime();
        form = XFormUtils.getFormFromInputStream(new ByteArrayInputStream(xml.getBytes(StandardCharsets.UTF_8)));
        loaded = since(start);
        start = System.nanoTime();
        model = new FormEntryModel(form);
        controller = new FormEntryController(model);
        form.initialize(true, new InstanceInitializationFactory());
        opened = since(start);
    }

    private static double since(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true, "UTF-8");
        System.setOut(new PrintStream(OutputStream.nullOutputStream()));
        new JavaRosaCoreModule().registerModule();
        new XFormsModule().registerModule();
        PropertyManager.setPropertyManager(new NoProperties());
        ReferenceManager.instance().addReferenceFactory(new MediaFactory());
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.println(JSON.writeValueAsString(answer(JSON.readTree(line))));
        }
    }

    private static ObjectNode answer(JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        try {
            takeMedia(request.path("media"));
            if (request.path("times").asBoolean()) {
                measure(request, answer);
                return answer;
            }
            ArrayNode results = answer.putArray("results");
            JavaRosaOracle oracle = new JavaRosaOracle(request.get("form").asText());
            answer.set("begin", oracle.state());
            for (JsonNode step : request.get("steps")) {
                ObjectNode result = results.addObject();
                result.put("did", oracle.act(step));
                result.set("state", oracle.state());
            }
            answer.set("problems", oracle.problems());
            answer.set("words", oracle.words());
            oracle.form.postProcessInstance();
            answer.put("submission", oracle.submission());
        } catch (Throwable failure) {
            answer.put("error", String.valueOf(failure));
        }
        return answer;
    }

    private static void takeMedia(JsonNode media) throws Exception {
        MEDIA.clear();
        if (media.size() == 0) {
            return;
        }
        Path folder = Files.createTempDirectory(Path.of("."), "media");
        for (Iterator<String> names = media.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            Path file = folder.resolve(name);
            Files.writeString(file, media.get(name).asText());
            MEDIA.put(name, file.toAbsolutePath());
        }
    }

    /** Milliseconds to load, to begin, and of each step; the steps once beforehand, so that the machine is warm. */
    private static void measure(JsonNode request, ObjectNode answer) throws Exception {
        ArrayNode loads = answer.putArray("loads");
        ArrayNode opens = answer.putArray("opens");
        JavaRosaOracle oracle = null;
        for (int round = 0; round < request.get("rounds").asInt(); round++) {
            oracle = new JavaRosaOracle(request.get("form").asText());
            loads.add(oracle.loaded);
            opens.add(oracle.opened);
        }
        int warm = request.path("warm").asInt();
        oracle.state();
        ArrayNode times = answer.putArray("steps");
        for (int round = 0; round <= warm; round++) {
            times.removeAll();
            for (JsonNode step : request.get("steps")) {
                FormIndex index = oracle.find(step.get(1).asText());
                if (index == null) {  // it came into view since the last look
                    oracle.state();
                    index = oracle.find(step.get(1).asText());
                }
                long start = System.nanoTime();
                String did = oracle.give(index, step.get(2).asText());
                double took = since(start);
                if (!did.equals("ok")) {
                    throw new IllegalStateException(step + " " + did);
                }
                times.add(took);
            }
        }
    }

    private String act(JsonNode step) throws Exception {
        String ref = step.get(1).asText();
        switch (step.get(0).asText()) {
            case "answer":
                return give(find(ref), step.get(2).asText());
            case "add":
                FormIndex prompt = places.get("new " + ref);
                if (prompt == null || !model.isIndexRelevant(prompt)) {
                    return "refused";
                }
                controller.newRepeat(prompt);
                return "ok";
            case "remove":
                FormIndex repeat = places.get("repeat " + ref);
                if (repeat == null || fixed((GroupDef) form.getChild(repeat))) {
                    return "refused";
                }
                controller.deleteRepeat(repeat);
                return "ok";
            case "language":
                controller.setLanguage(ref);
                return "ok";
            default:
                throw new IllegalArgumentException(step.toString());
        }
    }

    private static boolean fixed(GroupDef repeat) {
        return repeat.noAddRemove || repeat.getCountReference() != null;
    }

    private FormIndex find(String ref) {
        return places.get("question " + ref);
    }

    private String give(FormIndex index, String value) {
        if (index == null || !model.isIndexRelevant(index) || model.isIndexReadonly(index)) {
            return "refused";
        }
        IAnswerData data = null;
        if (!value.isEmpty() && !offered(index, value)) {
            return "refused";
        }
        if (!value.isEmpty()) {
            TreeElement node = form.getMainInstance().resolveReference(index.getReference());
            QuestionDef question = (QuestionDef) form.getChild(index);
            try {
                data = XFormAnswerDataParser.getAnswerData(value, node.getDataType(), question);
            } catch (RuntimeException unfit) {
                return "refused";
            }
            if (data == null) {
                return "refused";
            }
        }
        if (data == null) {  // Collect stores what was cleared, required or not
            controller.saveAnswer(index, null, true);
            return "ok";
        }
        int outcome = controller.answerQuestion(index, data, true);
        return outcome == FormEntryController.ANSWER_CONSTRAINT_VIOLATED ? "constraint" : "ok";
    }

    /** Whether a screen would let somebody choose that; true for what is no choice. */
    private boolean offered(FormIndex index, String value) {
        FormEntryPrompt prompt = model.getQuestionPrompt(index);
        if (!chooses(prompt)) {
            return true;
        }
        List<String> known = new ArrayList<>();
        for (SelectChoice choice : prompt.getSelectChoices()) {
            known.add(choice.getValue());
        }
        for (String word : value.trim().split("\\s+")) {
            if (!known.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private static boolean chooses(FormEntryPrompt prompt) {
        int control = prompt.getControlType();
        return control == Constants.CONTROL_SELECT_ONE || control == Constants.CONTROL_SELECT_MULTI || control == Constants.CONTROL_RANK;
    }

    /** A reference as we write it: positions on repeats alone. */
    private String written(TreeReference reference) {
        StringBuilder text = new StringBuilder();
        TreeReference generic = reference.genericize();
        for (int level = 0; level < reference.size(); level++) {
            text.append('/').append(reference.getName(level));
            TreeElement node = form.getMainInstance().getTemplatePath(generic.getSubReference(level));
            if (node != null && node.isRepeatable()) {
                text.append('[').append(reference.getMultiplicity(level) + 1).append(']');
            }
        }
        return text.toString();
    }

    /** Walks as a screen does, which makes counted repeats and evaluates choices; then reads the tree. */
    private ObjectNode state() {
        ObjectNode state = JSON.createObjectNode();
        ObjectNode choices = state.putObject("choices");
        places.clear();
        controller.jumpToIndex(FormIndex.createBeginningOfFormIndex());
        for (int event = controller.stepToNextEvent(); event != FormEntryController.EVENT_END_OF_FORM; event = controller.stepToNextEvent()) {
            FormIndex index = model.getFormIndex();
            String ref = written(index.getReference());
            switch (event) {
                case FormEntryController.EVENT_PROMPT_NEW_REPEAT:
                    places.put("new " + ref.substring(0, ref.lastIndexOf('[')), index);
                    break;
                case FormEntryController.EVENT_REPEAT:
                    places.put("repeat " + ref, index);
                    break;
                case FormEntryController.EVENT_QUESTION:
                    places.put("question " + ref, index);
                    offer(index, ref, choices);
                    break;
                default:
                    break;
            }
        }
        ObjectNode values = state.putObject("values");
        ArrayNode required = state.putArray("required");
        ArrayNode readonly = state.putArray("readonly");
        ArrayNode invalid = state.putArray("invalid");
        TreeElement root = form.getMainInstance().getRoot();
        collect(root, "/" + root.getName(), values, required, readonly, invalid);
        return state;
    }

    private void offer(FormIndex index, String ref, ObjectNode choices) {
        FormEntryPrompt prompt = model.getQuestionPrompt(index);
        if (!chooses(prompt)) {
            return;
        }
        ArrayNode offered = choices.putArray(ref);
        List<SelectChoice> found = prompt.getSelectChoices();
        if (found != null) {
            for (SelectChoice choice : found) {
                offered.add(choice.getValue());
            }
        }
    }

    private void collect(TreeElement node, String ref, ObjectNode values, ArrayNode required, ArrayNode readonly, ArrayNode invalid) {
        if (!node.isRelevant() || node.getMult() == TreeReference.INDEX_TEMPLATE) {
            return;
        }
        if (!node.hasChildren()) {
            if (!node.isRepeatable()) {
                values.put(ref, text(node));
                if (node.isRequired()) {
                    required.add(ref);
                }
                if (!node.isEnabled()) {
                    readonly.add(ref);
                }
                if (node.getValue() != null && !form.evaluateConstraint(node.getRef(), node.getValue())) {
                    invalid.add(ref);
                }
            }
            return;
        }
        for (int child = 0; child < node.getNumChildren(); child++) {
            TreeElement each = node.getChildAt(child);
            if (!each.getName().equals("meta")) {
                String place = each.isRepeatable() ? "[" + (each.getMult() + 1) + "]" : "";
                collect(each, ref + "/" + each.getName() + place, values, required, readonly, invalid);
            }
        }
    }

    private static String text(TreeElement node) {
        IAnswerData value = node.getValue();
        if (value == null) {
            return "";
        }
        Object written = new XFormAnswerDataSerializer().serializeAnswerData(value, node.getDataType());
        return written == null ? "" : written.toString();
    }

    private ArrayNode problems() {
        ArrayNode found = JSON.createArrayNode();
        FormIndex index = model.incrementIndex(FormIndex.createBeginningOfFormIndex(), true);
        for (; !index.isEndOfFormIndex(); index = model.incrementIndex(index, true)) {
            if (model.getEvent(index) != FormEntryController.EVENT_QUESTION || !model.isIndexRelevant(index)) {
                continue;
            }
            TreeElement node = form.getMainInstance().resolveReference(index.getReference());
            if (node.getValue() == null) {
                if (node.isRequired()) {
                    found.add(written(index.getReference()) + " required");
                }
            } else if (!form.evaluateConstraint(index.getReference(), node.getValue())) {
                found.add(written(index.getReference()) + " constraint");
            }
        }
        return found;
    }

    /** The words of each question in view: label, hint, and the label of each choice. */
    private ObjectNode words() {
        ObjectNode found = JSON.createObjectNode();
        FormIndex index = model.incrementIndex(FormIndex.createBeginningOfFormIndex(), true);
        for (; !index.isEndOfFormIndex(); index = model.incrementIndex(index, true)) {
            if (model.getEvent(index) != FormEntryController.EVENT_QUESTION || !model.isIndexRelevant(index)) {
                continue;
            }
            FormEntryPrompt prompt = model.getQuestionPrompt(index);
            ObjectNode each = found.putObject(written(index.getReference()));
            each.put("label", plain(prompt.getQuestionText()));
            each.put("hint", plain(prompt.getHelpText()));
            ArrayNode labels = each.putArray("choices");
            if (chooses(prompt)) {
                for (SelectChoice choice : prompt.getSelectChoices()) {
                    labels.add(plain(prompt.getSelectChoiceText(choice)));
                }
            }
        }
        return found;
    }

    private static String plain(String text) {
        return text == null ? "" : text;
    }

    private String submission() throws Exception {
        return new String(new XFormSerializingVisitor().serializeInstance(form.getMainInstance()), StandardCharsets.UTF_8);
    }

    /** A machine that has no number and whose user has no name. */
    private static final class NoProperties implements IPropertyManager {
        @Override
        public List<String> getProperty(String name) {
            return List.of();
        }

        @Override
        public String getSingularProperty(String name) {
            return "";
        }

        @Override
        public void setProperty(String name, String value) {
        }

        @Override
        public void setProperty(String name, List<String> values) {
        }

        @Override
        public void addRules(IPropertyRules rules) {
        }

        @Override
        public List<IPropertyRules> getRules() {
            return List.of();
        }
    }

    /** Files that came along with the request, whatever folder a form says they are in. */
    private static final class MediaFactory implements ReferenceFactory {
        @Override
        public Reference derive(String uri) {
            return new MediaReference(uri);
        }

        @Override
        public Reference derive(String uri, String context) {
            return new MediaReference(uri);
        }

        @Override
        public boolean derives(String uri) {
            return uri.startsWith("jr:");
        }
    }

    private static final class MediaReference implements Reference {
        private final String uri;

        MediaReference(String uri) {
            this.uri = uri;
        }

        private Path file() {
            Path file = MEDIA.get(uri.substring(uri.lastIndexOf('/') + 1));
            return file == null ? Path.of("missing") : file;
        }

        @Override
        public boolean doesBinaryExist() {
            return Files.exists(file());
        }

        @Override
        public InputStream getStream() throws java.io.IOException {
            return Files.newInputStream(file());
        }

        @Override
        public String getURI() {
            return uri;
        }

        @Override
        public String getLocalURI() {
            return file().toString();
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public OutputStream getOutputStream() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void remove() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Reference[] probeAlternativeReferences() {
            return new Reference[0];
        }
    }
}
