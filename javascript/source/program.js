/**
 * How the graphics card draws a node: a square that holds its shape, each pixel of which asks
 * whether it lies inside. The shapes are those of shapes.js.
 */

import { NodeProgram } from "sigma/rendering";
import { floatColor } from "sigma/utils";

const UNIFORMS = /** @type {const} */ (["u_sizeRatio", "u_correctionRatio", "u_matrix"]);
const NAMES = ["dot", "square", "diamond", "triangle", "triangleDown", "hexagon", "star", "pentagon", "cross", "bar"];
const ROOM = 1.35;

/** @param {string} name */
export const shapeNumber = (name) => Math.max(NAMES.indexOf(name), 0);

const VERTEX = /* glsl */ `
attribute vec4 a_id;
attribute vec4 a_color;
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform float u_sizeRatio;
uniform float u_correctionRatio;
varying vec4 v_color;
varying vec2 v_place;
varying float v_shape;
varying float v_blur;
const float bias = 255.0 / 254.0;

void main() {
  float reach = a_size * u_correctionRatio / u_sizeRatio * 2.0 * ${ROOM};
  vec2 position = a_position + reach * a_corner;
  gl_Position = vec4((u_matrix * vec3(position, 1)).xy, 0, 1);
  v_place = a_corner * ${ROOM};
  v_shape = a_shape;
  v_blur = u_sizeRatio / max(a_size, 0.1);
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}
`;

const FRAGMENT = /* glsl */ `
precision highp float;
varying vec4 v_color;
varying vec2 v_place;
varying float v_shape;
varying float v_blur;
const vec4 transparent = vec4(0.0);

float polygon(vec2 p, float count, float turn, float radius) {
  float sector = 6.2831853 / count;
  float angle = mod(atan(p.y, p.x) - turn, sector) - sector * 0.5;
  return length(p) * cos(angle) - radius * cos(sector * 0.5);
}

float star(vec2 p) {
  float sector = 6.2831853 / 5.0;
  float angle = abs(mod(atan(p.y, p.x) - 1.5707963 + sector * 0.5, sector) - sector * 0.5);
  vec2 q = length(p) * vec2(cos(angle), sin(angle));
  vec2 tip = vec2(1.3, 0.0);
  vec2 notch = 0.65 * vec2(cos(sector * 0.5), sin(sector * 0.5));
  vec2 edge = notch - tip;
  vec2 outward = normalize(vec2(-edge.y, edge.x));
  return dot(q - tip, outward * sign(dot(tip, outward)));
}

float block(vec2 p, vec2 reach) {
  vec2 beyond = abs(p) - reach;
  return max(beyond.x, beyond.y);
}

float outside(vec2 p) {
  if (v_shape < 0.5) return length(p) - 1.0;
  if (v_shape < 1.5) return max(abs(p.x), abs(p.y)) - 0.86;
  if (v_shape < 2.5) return (abs(p.x) + abs(p.y) - 1.2) * 0.7071;
  if (v_shape < 3.5) return polygon(p, 3.0, 1.5707963, 1.2);
  if (v_shape < 4.5) return polygon(p, 3.0, -1.5707963, 1.2);
  if (v_shape < 5.5) return polygon(p, 6.0, 0.0, 1.0);
  if (v_shape < 6.5) return star(p);
  if (v_shape < 7.5) return polygon(p, 5.0, 1.5707963, 1.1);
  if (v_shape < 8.5) return min(block(p, vec2(1.1, 0.4)), block(p, vec2(0.4, 1.1)));
  return block(p, vec2(1.2, 0.6));
}

void main(void) {
  float distance = outside(v_place);
  #ifdef PICKING_MODE
  gl_FragColor = distance < 0.0 ? v_color : transparent;
  #else
  float share = 1.0 - smoothstep(-v_blur, v_blur, distance);
  gl_FragColor = mix(transparent, v_color, share);
  #endif
}
`;

/**
 * A program that draws what is seen and nothing else: sigma draws all once more, each in a colour of
 * its own, to find what is pointed at, which touching.js finds without.
 *
 * @template {new (...given: any[]) => any} Program
 * @param {Program} program
 * @returns {Program}
 */
export function unpicked(program) {
  return class extends program {
    /** @param {any[]} given  the context, the buffer for picking, and sigma */
    constructor(...given) {
      super(given[0], null, given[2]);
    }
  };
}

/** @extends {NodeProgram<typeof UNIFORMS[number]>} */
export class ShapeProgram extends NodeProgram {
  /** What sigma asks of a program: its shaders and the numbers that they take. */
  getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
    return /** @type {any} */ ({
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_shape", size: 1, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [[-1, -1], [1, -1], [-1, 1], [1, -1], [1, 1], [-1, 1]],
    });
  }

  /**
   * @param {number} id @param {number} start
   * @param {import("sigma/types").NodeDisplayData & {shape?: number}} node
   */
  processVisibleItem(id, start, node) {
    const { array } = this;
    array[start] = node.x;
    array[start + 1] = node.y;
    array[start + 2] = node.size;
    array[start + 3] = node.shape ?? 0;
    array[start + 4] = floatColor(node.color);
    array[start + 5] = id;
  }

  /**
   * @param {import("sigma/types").RenderParams} params
   * @param {import("sigma/rendering").ProgramInfo} info
   */
  setUniforms({ sizeRatio, correctionRatio, matrix }, { gl, uniformLocations }) {
    const places = /** @type {Record<string, WebGLUniformLocation>} */ (uniformLocations);
    gl.uniform1f(places.u_sizeRatio, sizeRatio);
    gl.uniform1f(places.u_correctionRatio, correctionRatio);
    gl.uniformMatrix3fv(places.u_matrix, false, matrix);
  }
}
