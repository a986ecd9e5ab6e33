//! Values from files and into files: .npy, .json, .csv; `--given` from TOML or JSON.

use std::fs::{self, File};
use std::io::{BufReader, BufWriter, Write as _};
use std::path::Path;

use ndarray_npy::{ReadNpyExt as _, WriteNpyExt as _};

use crate::calculation::Derivation;
use crate::calculation::given::from_json;
use crate::cli::failure::Failure;
use crate::course::Lang;
use crate::course::messages::say;
use crate::course::spec::flag_text;
use crate::math::limits::ELEMENTS;
use crate::math::{Value, number};

/// Bytes that a file of values may have.
const LARGEST: u64 = 32 * ELEMENTS as u64;

/// Reads `@path`.
pub(super) fn read(path: &str) -> Result<Value, String> {
    let size = fs::metadata(path).map_err(|e| e.to_string())?.len();
    if size > LARGEST {
        return Err(format!("more than {LARGEST} bytes"));
    }
    match extension(Path::new(path)) {
        "npy" => npy(path),
        "json" => {
            let text = fs::read_to_string(path).map_err(|e| e.to_string())?;
            let json = serde_json::from_str(&text).map_err(|e| e.to_string())?;
            from_json(&json).ok_or_else(|| "not nested arrays of numbers of one shape".to_owned())
        }
        "csv" => csv(&fs::read_to_string(path).map_err(|e| e.to_string())?),
        other => Err(format!("\".{other}\" is none of .npy, .json, .csv")),
    }
}

fn extension(path: &Path) -> &str {
    path.extension().and_then(|e| e.to_str()).unwrap_or("")
}

/// An array of doubles, floats or integers.
fn npy(path: &str) -> Result<Value, String> {
    let open = || File::open(path).map(BufReader::new).map_err(|e| e.to_string());
    if let Ok(array) = ndarray::ArrayD::<f64>::read_npy(open()?) {
        return Ok(array.as_standard_layout().into_owned().into());
    }
    if let Ok(array) = ndarray::ArrayD::<f32>::read_npy(open()?) {
        return Ok(array.as_standard_layout().mapv(f64::from).into());
    }
    let array = ndarray::ArrayD::<i64>::read_npy(open()?).map_err(|e| e.to_string())?;
    Ok(array.as_standard_layout().mapv(|x| x as f64).into())
}

/// Rows of numbers; a single row is a vector.
fn csv(text: &str) -> Result<Value, String> {
    let rows = text.lines().filter(|line| !line.trim().is_empty());
    let rows = rows.enumerate().map(|(at, line)| {
        let cells = line.split(',').map(|cell| cell.trim().parse::<f64>().map_err(|e| format!("line {}: {e}", at + 1)));
        cells.collect::<Result<Vec<f64>, String>>()
    });
    let mut rows = rows.collect::<Result<Vec<_>, _>>()?;
    let width = rows.first().map_or(0, Vec::len);
    if let Some(at) = rows.iter().position(|row| row.len() != width) {
        return Err(format!("line {} has {} numbers, not {width}", at + 1, rows[at].len()));
    }
    if rows.len() == 1 {
        return Ok(Value::vector(rows.swap_remove(0)));
    }
    Value::tensor(&[rows.len(), width], rows.concat()).ok_or_else(|| "no numbers".to_owned())
}

/// The values of a `--given` file, as flag texts.
pub(super) fn given(path: &Path, lang: Lang) -> Result<Vec<(String, String)>, Failure> {
    let wrong = |why: String| Failure::Usage(say(lang, "calc.bad-given", &[("path", &path.display()), ("why", &why)]));
    let text = fs::read_to_string(path).map_err(|e| wrong(e.to_string()))?;
    if extension(path) == "json" {
        let json: serde_json::Map<String, serde_json::Value> =
            serde_json::from_str(&text).map_err(|e| wrong(e.to_string()))?;
        let text = |value: serde_json::Value| match value {
            serde_json::Value::String(text) => text,
            other => other.to_string(),
        };
        return Ok(json.into_iter().map(|(flag, value)| (flag, text(value))).collect());
    }
    let table = toml::de::DeTable::parse(&text).map_err(|e| wrong(e.message().to_owned()))?;
    Ok(table.get_ref().iter().map(|(key, item)| (key.get_ref().to_string(), flag_text(item.get_ref()))).collect())
}

/// Writes one answer to a file.
pub(super) fn save(derivation: &Derivation, key: &str, path: &Path, lang: Lang) -> Result<(), Failure> {
    let Some(value) = derivation.answers.get(key) else {
        let known = derivation.answers.keys().cloned().collect::<Vec<_>>().join(", ");
        return Err(Failure::Usage(say(lang, "calc.no-such-answer", &[("key", &key), ("known", &known)])));
    };
    let failed =
        |why: String| Failure::Failed(say(lang, "calc.cannot-save", &[("path", &path.display()), ("why", &why)]));
    let tensor = value.as_tensor();
    match (extension(path), tensor) {
        ("npy", Some(tensor)) => {
            let file = File::create(path).map_err(|e| failed(e.to_string()))?;
            let mut file = BufWriter::new(file);
            tensor.as_standard_layout().write_npy(&mut file).map_err(|e| failed(e.to_string()))?;
            file.flush().map_err(|e| failed(e.to_string()))
        }
        ("json", _) => fs::write(path, number::json(value).to_string()).map_err(|e| failed(e.to_string())),
        ("csv", Some(tensor)) if tensor.ndim() <= 2 => {
            let lines: Vec<String> = match tensor.ndim() {
                2 => tensor
                    .outer_iter()
                    .map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join(","))
                    .collect(),
                _ => vec![tensor.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")],
            };
            fs::write(path, lines.join("\n") + "\n").map_err(|e| failed(e.to_string()))
        }
        ("npy" | "csv", _) => {
            let key = key.to_owned();
            Err(Failure::Usage(say(lang, "calc.not-a-table", &[("key", &key), ("path", &path.display())])))
        }
        (other, _) => Err(Failure::Usage(say(lang, "calc.bad-extension", &[("got", &other)]))),
    }
}
