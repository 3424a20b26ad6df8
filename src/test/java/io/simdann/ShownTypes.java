package io.simdann;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.TypeParameterElement;
import javax.lang.model.type.ArrayType;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.type.WildcardType;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The types that Javadoc shows of some files, and which others of ours their members name. */
final class ShownTypes {
  private final DocTrees trees;
  private final Map<String, TypeElement> types = new TreeMap<>();

  private ShownTypes(DocTrees trees) {
    this.trees = trees;
  }

  /** Reads sources with the compiler; types of other files are found below the root. */
  static ShownTypes of(Path root, List<Path> files) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  Writer.nullWriter(),
                  manager,
                  null,
                  List.of("-proc:none", "-sourcepath", root.toString()),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      ShownTypes shown = new ShownTypes(DocTrees.instance(task));
      Iterable<? extends CompilationUnitTree> units = task.parse();
      task.analyze();
      for (CompilationUnitTree unit : units) {
        for (Tree type : unit.getTypeDecls()) {
          shown.add(shown.trees.getElement(TreePath.getPath(unit, type)));
        }
      }
      return shown;
    }
  }

  /** The canonical names of the types that are shown. */
  Set<String> names() {
    return types.keySet();
  }

  /** What a reader of the documents meets without finding it there, a line each. */
  List<String> namedBeyond() {
    List<String> lines = new ArrayList<>();
    for (TypeElement type : types.values()) {
      Set<String> ofType = new TreeSet<>();
      collect(type.getSuperclass(), ofType);
      type.getInterfaces().forEach(mirror -> collect(mirror, ofType));
      collectParameters(type.getTypeParameters(), ofType);
      addLines(lines, type, "it", ofType);
      for (Element member : type.getEnclosedElements()) {
        if (!(member instanceof TypeElement) && isShown(member)) {
          Set<String> ofMember = new TreeSet<>();
          if (member instanceof ExecutableElement method) {
            collect(method.getReturnType(), ofMember);
            method.getParameters().forEach(one -> collect(one.asType(), ofMember));
            method.getThrownTypes().forEach(mirror -> collect(mirror, ofMember));
            collectParameters(method.getTypeParameters(), ofMember);
          } else {
            collect(member.asType(), ofMember);
          }
          addLines(lines, type, member.toString(), ofMember);
        }
      }
    }
    return lines;
  }

  private void add(Element element) {
    if (element instanceof TypeElement type && isShown(type)) {
      types.put(type.getQualifiedName().toString(), type);
      type.getEnclosedElements().forEach(this::add);
    }
  }

  private boolean isShown(Element element) {
    Set<Modifier> modifiers = element.getModifiers();
    if (!modifiers.contains(Modifier.PUBLIC) && !modifiers.contains(Modifier.PROTECTED)) {
      return false;
    }
    DocCommentTree comment = trees.getDocCommentTree(element);
    return comment == null
        || comment.getBlockTags().stream().noneMatch(tag -> tag.getKind() == DocTree.Kind.HIDDEN);
  }

  private void addLines(List<String> lines, TypeElement type, String member, Set<String> named) {
    for (String name : named) {
      if (name.startsWith("io.simdann.") && !types.containsKey(name)) {
        lines.add(type.getQualifiedName() + ": " + member + " names " + name);
      }
    }
  }

  private static void collectParameters(
      List<? extends TypeParameterElement> parameters, Set<String> names) {
    for (TypeParameterElement parameter : parameters) {
      parameter.getBounds().forEach(bound -> collect(bound, names));
    }
  }

  private static void collect(TypeMirror mirror, Set<String> names) {
    if (mirror instanceof ArrayType array) {
      collect(array.getComponentType(), names);
    } else if (mirror instanceof WildcardType wildcard) {
      collect(wildcard.getExtendsBound(), names);
      collect(wildcard.getSuperBound(), names);
    } else if (mirror instanceof DeclaredType declared) {
      names.add(((TypeElement) declared.asElement()).getQualifiedName().toString());
      declared.getTypeArguments().forEach(argument -> collect(argument, names));
    }
  }
}
