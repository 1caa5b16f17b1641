//! What a process costs, as the system tells it.

/// Seconds of processor time that a process has used.
pub(crate) fn cpu(process: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let fields: Vec<f64> =
        stat.rsplit_once(')').map_or("", |rest| rest.1).split_whitespace().filter_map(|it| it.parse().ok()).collect();
    // Behind the name and the state, user and system time are the 11th and 12th number, in hundredths.
    fields.get(10).zip(fields.get(11)).map_or(f64::NAN, |(user, system)| (user + system) / 100.0)
}

/// Resident memory in MB.
pub(crate) fn resident(process: u32) -> f64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse::<f64>().map_or(f64::NAN, |kilobytes| kilobytes / 1e3)
}
